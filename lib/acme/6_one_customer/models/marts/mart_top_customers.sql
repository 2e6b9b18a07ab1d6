-- For sales: what each person is worth, whatever number of accounts they have. Names are those of the first account.
with revenue as (

    select
        persons.person_id,
        count(*) as orders,
        sum(orders.order_total_usd - orders.refunded_usd) as revenue_usd
    from {{ ref('int_orders_with_payment') }} as orders
    join {{ ref('int_customer_persons') }} as persons using (customer_id)
    where orders.status <> 'cancelled'
    group by persons.person_id

),

accounts as (select person_id, count(*) as accounts from {{ ref('int_customer_persons') }} group by person_id)

select
    revenue.person_id,
    customers.first_name,
    customers.last_name,
    customers.city,
    customers.email,
    accounts.accounts,
    revenue.orders,
    revenue.revenue_usd
from revenue
join accounts using (person_id)
join {{ ref('stg_customers') }} as customers on customers.customer_id = revenue.person_id
