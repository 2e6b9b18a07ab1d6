-- The payment provider's export: hundredths of a currency, settled in US dollars, on New York's clock.
select
    payment_id,
    cast(created as timestamp) at time zone 'America/New_York' at time zone 'UTC' as created_at,
    type as payment_type,
    status as payment_status,
    cast(replace(reference, 'ORD-', '') as bigint) as order_id,
    cast(amount_minor / 100 as decimal(18, 2)) as amount,
    upper(currency) as currency,
    cast(settled_usd_minor / 100 as decimal(18, 2)) as settled_usd
from {{ ref('raw_payments') }}
