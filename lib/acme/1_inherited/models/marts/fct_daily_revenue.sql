-- THE dashboard number
select
    order_date,
    channel,
    country,
    count(*) as orders,
    sum(pieces) as pieces,
    sum(order_total) as revenue_usd
from {{ ref('int_orders_with_customer') }}
where status <> 'cancelled'
group by all
