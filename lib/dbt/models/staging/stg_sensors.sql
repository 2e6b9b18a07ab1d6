with

readings as (
    select *, {{ row_version() }} as row_version from {{ source('bronze', 'sensors') }}
)

select
    {{ utc('sensor_ts') }} as reading_at,
    store_id,
    shelf_id,
    temperature_c as temperature_celsius,
    humidity_pct,
    battery_mv as battery_millivolts,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    row_version,
    ingestion_ts as ingested_at
from readings
