-- For marketing: bought once, but nothing for 90 days.
select customer_id, first_name, last_name, email, last_order_date
from {{ ref('dim_customers') }}
where last_order_date <= (select max(order_date) from {{ ref('stg_orders') }}) - 90
