with figures as (
    {{figures}}
)
select {{keys}}category, inventory_turnover
from figures
where category <> 'unknown'
order by {{keys}}inventory_turnover desc nulls last, category
