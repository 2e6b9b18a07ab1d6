with figures as (
    {{figures}}
)
select
    store_id, stores.store_name, stores.region, stores.state_region, stores.channel, stores.size_category as store_size, stores.status, stores.opened_date,
    figures.month, figures.total_sales, figures.orders
from figures
join gold.dim_store as stores using (store_id)
where store_id in ({{store_id}})
order by store_id, month
