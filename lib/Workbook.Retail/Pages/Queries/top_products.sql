with figures as (
    {{figures}}
),
best as (
    select *
    from figures
    where product_id is not null and total_sales is not null
    qualify row_number() over (partition by {{keys}}true order by total_sales desc, product_id) <= 10
),
names as (
    select product_id, product_name from gold.dim_product_scd where version_number = 1
)
select {{keys}}product_name || ' (' || product_id || ')' as product, total_sales, quantity
from best
join names using (product_id)
order by {{keys}}total_sales desc, product_id
