-- for marketing: has an account but bought nothing for 90 days
-- (empty since forever, so nobody ever lapses :-) )
select customer_id, first_name, last_name, email, last_order_date
from {{ ref('dim_customers') }}
where customer_id not in (
    select customer_id
    from {{ ref('stg_orders') }}
    where order_date > (select max(order_date) from {{ ref('stg_orders') }}) - 90
)
