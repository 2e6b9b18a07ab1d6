-- One row a person: whoever is registered more than once is one customer here.
with

sales as (
    select
        customers.person_id,
        count(distinct sales.order_id) as order_count,
        min(sales.order_date) as first_order_date,
        max(sales.order_date) as last_order_date,
        sum(sales.net_aud_amount) as lifetime_net_aud_amount
    from {{ ref('fct_sales') }} as sales
    join {{ ref('dim_customer') }} as customers on sales.customer_key = customers.customer_key
    where customers.person_id is not null
    group by customers.person_id
),

registrations as (
    select person_id, count(*) as registration_count from {{ ref('dim_customer') }} group by person_id
)

select
    customers.person_id,
    customers.first_name,
    customers.last_name,
    customers.email,
    customers.phone,
    customers.city,
    customers.state_region,
    customers.country_code,
    customers.age_band,
    customers.segment,
    customers.is_vip,
    customers.joined_date,
    customers.lifetime_days,
    registrations.registration_count,
    coalesce(sales.order_count, 0) as order_count,
    sales.first_order_date,
    sales.last_order_date,
    coalesce(sales.lifetime_net_aud_amount, 0) as lifetime_net_aud_amount
from {{ ref('dim_customer') }} as customers
join registrations using (person_id)
left join sales using (person_id)
where customers.customer_id = customers.person_id
