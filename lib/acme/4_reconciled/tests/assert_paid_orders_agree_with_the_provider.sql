-- Order by order, to five cents: parts not shipped, double charges and orders that the queue lost are about 2 % of them.
with shop as (
    select order_id, order_total_usd as shop_usd
    from {{ ref('int_orders_with_payment') }} where status <> 'cancelled' and payment_status = 'succeeded'
),
provider as (
    select order_id, sum(settled_usd) as provider_usd
    from {{ ref('stg_payments') }} where payment_status = 'succeeded' and payment_type = 'charge' group by order_id
)
select count(*) as orders, count(*) filter (abs(coalesce(shop_usd, 0) - coalesce(provider_usd, 0)) > 0.05) as orders_off
from shop full join provider using (order_id)
having orders_off > 0.03 * count(*)
