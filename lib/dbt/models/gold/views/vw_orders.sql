-- Orders with their totals, in Australian dollars.
with

lines as (
    select
        order_id,
        count(*) as line_count,
        cast(sum(quantity) as bigint) as quantity,
        sum(net_aud_amount) as net_aud_amount,
        sum(discount_aud_amount) as discount_aud_amount,
        sum(tax_aud_amount) as tax_aud_amount,
        sum(line_total_aud_amount) as lines_total_aud_amount
    from {{ ref('fct_sales') }}
    group by order_id
)

select
    orders.order_id,
    orders.order_at,
    orders.order_date,
    orders.customer_id,
    orders.store_id,
    orders.channel,
    orders.payment_method,
    orders.coupon_code,
    orders.currency,
    coalesce(lines.line_count, 0) as line_count,
    coalesce(lines.quantity, 0) as quantity,
    lines.discount_aud_amount,
    lines.net_aud_amount,
    lines.tax_aud_amount,
    {{ to_aud('coalesce(orders.shipping_fee_amount, 0)', 'rates.rate_to_aud') }} as shipping_fee_aud_amount,
    lines.lines_total_aud_amount
        + {{ to_aud('coalesce(orders.shipping_fee_amount, 0)', 'rates.rate_to_aud') }} as order_total_aud_amount
from {{ ref('int_orders') }} as orders
left join lines using (order_id)
left join {{ ref('int_exchange_rates') }} as rates
    on orders.currency = rates.currency
    and orders.order_date = rates.rate_date
