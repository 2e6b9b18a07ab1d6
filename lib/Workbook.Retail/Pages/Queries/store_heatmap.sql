with figures as (
    {{figures}}
),
best as (
    select {{keys}}store_id, sum(total_sales) as whole
    from figures
    where store_id is not null
    group by {{keys}}store_id
    qualify row_number() over (partition by {{keys}}true order by whole desc, store_id) <= 12
),
names as (
    select store_id, store_name from gold.dim_store
)
select {{keys}}store_id, store_name || ' (' || store_id || ')' as store, left(day_name, 3) as weekday, total_sales
from figures
join best using ({{keys}}store_id)
join names using (store_id)
where total_sales is not null
order by {{keys}}whole desc, store_id, list_position(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], day_name)
