-- What the customer paid: lines - discount + shipping, in the order's currency and in US dollars of the order's day.
with lines as (

    select order_id, sum(line_amount) as subtotal, sum(quantity) as pieces
    from {{ ref('stg_order_lines') }}
    group by order_id

)

select
    orders.order_id,
    orders.order_date,
    orders.customer_email,
    orders.status,
    orders.channel,
    orders.currency,
    lines.pieces,
    lines.subtotal,
    -- The app leaves the discount out where there was none.
    lines.subtotal - coalesce(orders.discount_amount, 0) + orders.shipping_amount as order_total,
    rates.usd_per_unit,
    cast((lines.subtotal - coalesce(orders.discount_amount, 0) + orders.shipping_amount) * rates.usd_per_unit as decimal(18, 2)) as order_total_usd
from {{ ref('stg_orders') }} as orders
join lines on lines.order_id = orders.order_id
left join {{ ref('stg_exchange_rates') }} as rates
    on rates.rate_date = orders.order_date and rates.currency = orders.currency
