-- What is a person worth so far, and what a year at the present rate? The best hundred.
with

spent as (
    select
        customers.person_id,
        sum(sales.net_aud_amount) as lifetime_net_aud_amount,
        count(distinct sales.order_id) as order_count,
        min(sales.order_date) as first_order_date,
        max(sales.order_date) as last_order_date
    from {{ ref('fct_sales') }} as sales
    join {{ ref('dim_customer') }} as customers on sales.customer_key = customers.customer_key
    where customers.person_id is not null
    group by customers.person_id
)

select
    spent.person_id,
    customers.segment,
    spent.order_count,
    spent.lifetime_net_aud_amount,
    spent.lifetime_net_aud_amount / spent.order_count as average_order_aud_amount,
    spent.lifetime_net_aud_amount * 365
        / greatest(datediff('day', spent.first_order_date, clock.as_of_date), 30) as yearly_net_aud_amount
from spent
join {{ ref('dim_customer') }} as customers on spent.person_id = customers.customer_id
cross join {{ ref('stg_business_clock') }} as clock
order by spent.lifetime_net_aud_amount desc
limit 100
