with orders as (
    select distinct stores.region, customers.customer_id, sales.order_date
    from gold.fct_sales as sales
    join gold.dim_customer as customers using (customer_key)
    left join gold.dim_store as stores using (store_key)
    where customers.customer_id is not null
),
months as (
    select calendar_date as month_end
    from gold.dim_date
    where calendar_date = month_end_date and calendar_date between {{first_day}} + 179 and {{as_of}}
),
seen as (
    select
        {{keys}}month_end,
        customer_id,
        bool_or(order_date > month_end - 90) as came_back,
        bool_or(order_date <= month_end - 90) as was_there
    from orders
    join months on order_date between month_end - 179 and month_end
    where true{{filter}}
    group by all
)
select
    {{keys}}month_end,
    count(*) filter (was_there and not came_back) / nullif(count(*) filter (was_there), 0) as churn_rate,
    count(*) filter (was_there) as customers_before
from seen
group by all
order by {{keys}}month_end
