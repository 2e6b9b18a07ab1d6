select
    stores.store_id,
    stores.store_name,
    stores.region,
    readings.shelf_id,
    readings.hour_at,
    readings.temperature_celsius,
    readings.temperature_24h_celsius,
    readings.humidity_pct,
    readings.battery_millivolts,
    readings.is_temperature_anomaly,
    readings.is_out_of_safe_band,
    readings.is_battery_low
from {{ ref('fct_sensor_readings') }} as readings
join {{ ref('dim_store') }} as stores on readings.store_key = stores.store_key
