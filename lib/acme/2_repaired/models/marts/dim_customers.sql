select
    customers.customer_id,
    customers.first_name,
    customers.last_name,
    customers.email,
    customers.country,
    customers.signed_up_at,
    min(orders.order_date) as first_order_date,
    max(orders.order_date) as last_order_date,
    count(orders.order_id) as orders,
    coalesce(sum(orders.order_total_usd), 0) as lifetime_revenue_usd
from {{ ref('stg_customers') }} as customers
left join {{ ref('int_orders_with_customer') }} as orders
    on orders.customer_id = customers.customer_id and orders.status <> 'cancelled'
group by all
