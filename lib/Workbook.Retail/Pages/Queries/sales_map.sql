with figures as (
    {{figures}}
),
places as (
    select
        region,
        state_region,
        round(avg(latitude) filter (not is_location_impossible), 3) as latitude,
        round(avg(longitude) filter (not is_location_impossible), 3) as longitude,
        count(store_id) as stores
    from gold.dim_store
    group by all
)
select
    {{keys}}figures.region, figures.state_region as state, places.latitude, places.longitude, places.stores, figures.total_sales, figures.orders
from figures
join places using (region, state_region)
order by {{keys}}total_sales desc, state
