with figures as (
    {{figures}}
),
best as (
    select *
    from figures
    where product_id is not null and total_sales is not null
    qualify row_number() over (partition by {{keys}}category, subcategory order by total_sales desc, product_id) <= 5
),
names as (
    select product_id, product_name from gold.dim_product_scd where version_number = 1
),
levels as (
    select {{keys}}1 as level, '' as category, '' as subcategory, category as name, sum(total_sales) as total_sales, sum(quantity) as quantity
    from figures group by all
    union all
    select {{keys}}2, category, '', subcategory, sum(total_sales), sum(quantity)
    from figures where category <> 'unknown' group by all
    union all
    select {{keys}}3, category, subcategory, product_name || ' (' || product_id || ')', total_sales, quantity
    from best
    join names using (product_id)
)
select {{keys}}level, category, subcategory, name, total_sales, quantity
from levels
order by {{keys}}level, category, subcategory, total_sales desc, name
