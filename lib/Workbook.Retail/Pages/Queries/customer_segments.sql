with figures as (
    {{figures}}
)
select {{keys}}segment, active_customers, total_sales
from figures
where segment <> 'unknown'
order by {{keys}}active_customers desc, segment
