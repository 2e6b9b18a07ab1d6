with figures as (
    {{figures}}
),
ranked as (
    select
        *,
        sum(total_sales) over (partition by {{keys}}true order by total_sales desc, product_id) - total_sales as sold_before,
        sum(total_sales) over (partition by {{keys}}true) as whole
    from figures
    where product_id is not null and total_sales is not null
),
classed as (
    select *, case when sold_before < 0.8 * whole then 'A' when sold_before < 0.95 * whole then 'B' else 'C' end as class
    from ranked
)
select
    {{keys}}class,
    count(*) as products,
    sum(total_sales) as class_sales,
    count(*) / sum(count(*)) over (partition by {{keys}}true) as share_of_products,
    sum(total_sales) / nullif(sum(sum(total_sales)) over (partition by {{keys}}true), 0) as share_of_sales
from classed
group by {{keys}}class
order by {{keys}}class
