-- export from the payment provider, minor units
select
    payment_id,
    cast(created as timestamp) as created_at,
    type as payment_type,
    status as payment_status,
    cast(replace(reference, 'ORD-', '') as bigint) as order_id,
    cast(amount_minor / 100 as decimal(18, 2)) as amount,
    upper(currency) as currency
from {{ ref('raw_payments') }}
