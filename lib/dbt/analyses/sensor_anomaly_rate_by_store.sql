-- Where do shelves misbehave?
select
    stores.store_id,
    stores.store_name,
    stores.region,
    count(*) as hour_count,
    count(*) filter (readings.is_temperature_anomaly) as anomaly_count,
    count(*) filter (readings.is_temperature_anomaly) / count(*) as anomaly_rate,
    count(*) filter (readings.is_out_of_safe_band) / count(*) as out_of_safe_band_rate
from {{ ref('fct_sensor_readings') }} as readings
join {{ ref('dim_store') }} as stores on readings.store_key = stores.store_key
group by stores.store_id, stores.store_name, stores.region
order by anomaly_rate desc
