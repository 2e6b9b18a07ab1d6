-- How did each store do in the last twelve months against the twelve before?
with

clock as (
    select as_of_date from {{ ref('stg_business_clock') }}
),

by_store as (
    select
        sales.store_key,
        sum(sales.net_aud_amount) filter (sales.order_date > clock.as_of_date - interval 1 year) as this_year_amount,
        sum(sales.net_aud_amount) filter (sales.order_date <= clock.as_of_date - interval 1 year) as last_year_amount
    from {{ ref('fct_sales') }} as sales
    cross join clock
    where sales.order_date > clock.as_of_date - interval 2 years
    group by sales.store_key
)

select
    stores.store_id,
    stores.store_name,
    stores.region,
    by_store.this_year_amount,
    by_store.last_year_amount,
    by_store.this_year_amount / by_store.last_year_amount - 1 as growth_rate
from by_store
join {{ ref('dim_store') }} as stores on by_store.store_key = stores.store_key
where stores.store_id is not null
order by growth_rate desc nulls last
