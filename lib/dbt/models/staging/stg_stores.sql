with

stores as (
    select * from {{ source('bronze', 'stores') }}
    {{ last_per_key('store_id') }}
)

select
    store_id,
    {{ clean('store_code') }} as store_code,
    {{ clean('name') }} as store_name,
    lower({{ clean('channel') }}) as channel,
    {{ clean('region') }} as region,
    {{ clean('state') }} as state_region,
    case when not {{ has_flag('latitude.out_of_range') }} then latitude end as latitude,
    case when not {{ has_flag('longitude.out_of_range') }} then longitude end as longitude,
    {{ has_flag('latitude.out_of_range') }} or {{ has_flag('longitude.out_of_range') }} as is_location_impossible,
    open_dt as opened_date,
    case when not {{ has_flag('close_dt.before_opening') }} then close_dt end as closed_date,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    ingestion_ts as ingested_at
from stores
