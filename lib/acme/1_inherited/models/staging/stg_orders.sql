select
    order_id,
    customer_id,          -- empty for guest checkout
    lower(trim(customer_email)) as customer_email,
    cast(ordered_at as timestamp) as ordered_at,
    cast(ordered_at as date) as order_date,
    status,
    currency,             -- TODO: do we need this?
    channel,
    cast(discount_amount as decimal(18, 2)) as discount_amount,
    cast(shipping_amount as decimal(18, 2)) as shipping_amount
from {{ ref('raw_orders') }}
