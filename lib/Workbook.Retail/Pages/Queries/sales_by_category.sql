with figures as (
    {{figures}}
)
select {{keys}}coalesce(category, 'unknown') as category, total_sales
from figures
order by {{keys}}total_sales desc, category
