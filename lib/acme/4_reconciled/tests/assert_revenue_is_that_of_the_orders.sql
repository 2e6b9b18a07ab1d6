-- Joins along the way may neither lose nor repeat an order.
with mart as (select sum(orders) as orders, sum(gross_revenue_usd) as revenue from {{ ref('fct_daily_revenue') }}),
source as (
    select count(*) as orders, sum(order_total_usd) as revenue
    from {{ ref('int_order_totals') }} where status <> 'cancelled'
)
select mart.orders, source.orders as expected_orders, mart.revenue, source.revenue as expected_revenue
from mart, source
where mart.orders <> source.orders or mart.revenue <> source.revenue
