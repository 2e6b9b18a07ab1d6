-- One row per day, channel, country and payment status; revenue in US dollars, after refunds.
select
    order_date,
    channel,
    country,
    payment_status,
    count(*) as orders,
    sum(pieces) as pieces,
    sum(order_total_usd) as gross_revenue_usd,
    sum(refunded_usd) as refunded_usd,
    sum(order_total_usd - refunded_usd) as revenue_usd
from {{ ref('int_orders_with_payment') }}
where status <> 'cancelled'
group by all
