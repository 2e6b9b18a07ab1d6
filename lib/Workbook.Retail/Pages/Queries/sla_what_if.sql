with parcels as (
    select stores.region, cast(ceil(shipments.delivery_days) as integer) as within_days
    from gold.fct_shipments as shipments
    left join gold.dim_store as stores using (store_key)
    where shipments.delivered_at is not null and cast(shipments.shipped_at as date) between {{from}} and {{to}}
)
select {{keys}}within_days, count(*) as parcels
from parcels
where true{{filter}}
group by all
order by {{keys}}within_days
