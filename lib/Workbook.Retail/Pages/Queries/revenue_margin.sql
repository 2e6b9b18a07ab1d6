with figures as (
    {{figures}}
)
select
    {{keys}}category,
    subcategory,
    total_sales,
    discount_share,
    returned_value_share,
    (1 - discount_share) * (1 - coalesce(returned_value_share, 0)) as kept_share
from figures
where category <> 'unknown' and total_sales is not null
order by {{keys}}category, subcategory
