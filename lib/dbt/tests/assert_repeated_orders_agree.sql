{{ config(severity='warn') }}

-- An order that is delivered twice says the same both times. Where it doesn't, the rule of newest_per_key chose one.
select
    order_id,
    count(*) as delivery_count
from {{ ref('stg_orders_header') }}
group by order_id
having count(*) > 1
    and count(distinct (
        order_at, order_date, customer_id, store_id, channel, payment_method, coupon_code, shipping_fee_amount, currency
    )) > 1
