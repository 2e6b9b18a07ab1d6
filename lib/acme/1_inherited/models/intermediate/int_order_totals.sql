-- what the customer paid: lines - discount + shipping
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
    lines.pieces,
    lines.subtotal,
    lines.subtotal - orders.discount_amount + orders.shipping_amount as order_total
from {{ ref('stg_orders') }} as orders
join lines on lines.order_id = orders.order_id
