-- A list of customers is the revenue cut into pieces: the pieces add up to what was cut.
with listed as (select sum(revenue_usd) as revenue from {{ ref('mart_top_customers') }}),
source as (
    select sum(order_total_usd - refunded_usd) as revenue
    from {{ ref('int_orders_with_payment') }} where status <> 'cancelled' and customer_id is not null
)
select listed.revenue, source.revenue as expected_revenue
from listed, source
where listed.revenue is distinct from source.revenue
