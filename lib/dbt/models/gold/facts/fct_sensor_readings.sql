{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['store_id', 'shelf_id', 'hour_at'],
    on_schema_change='append_new_columns',
    pre_hook="{{ take_back(sensor_hours_made_of(), ['store_id', 'shelf_id', 'hour_at'], onward=true) }}",
    meta={'fingerprint': 'bit_xor(row_version)', 'sorted_by': ['date_key', 'store_id', 'shelf_id', 'hour_at']}
) }}

-- One row for each shelf and hour in which it was measured. An hour is an anomaly when it lies far from the 24 measured
-- hours before it on the same shelf. A reading that comes late, or is withdrawn, changes its hour and those that look
-- back on it, so a shelf is reckoned anew from its earliest changed hour on. All sums are of decimals: exact, and so the
-- same in whatever order rows are added up.
with

readings as not materialized (
    {{ sensor_hours_made_of() }}
)

{% if is_incremental() %},

-- take_back has left each shelf's hours up to the first that changed.
known_until as (
    select store_id, shelf_id, max(hour_at) + interval 1 hour as first_hour_at
    from {{ this }}
    group by store_id, shelf_id
),

touched as (
    select
        readings.store_id,
        readings.shelf_id,
        coalesce(any_value(known_until.first_hour_at), min(readings.hour_at)) as first_hour_at
    from readings
    left join known_until using (store_id, shelf_id)
    where {{ is_changed() }}
        and (known_until.first_hour_at is null or readings.reading_at >= known_until.first_hour_at)
    group by readings.store_id, readings.shelf_id
),

-- The first new hour looks back on 24 that are known.
looked_back_on as (
    select
        touched.store_id,
        touched.shelf_id,
        list_min(max(known.hour_at, 24)) as from_hour_at
    from {{ this }} as known
    join touched using (store_id, shelf_id)
    group by touched.store_id, touched.shelf_id
),

shelves as (
    select
        touched.store_id,
        touched.shelf_id,
        touched.first_hour_at,
        coalesce(looked_back_on.from_hour_at, touched.first_hour_at) as from_hour_at
    from touched
    left join looked_back_on using (store_id, shelf_id)
)
{% endif %},

hours as (
    select
        readings.store_id,
        readings.shelf_id,
        readings.hour_at,
        any_value(readings.store_key) as store_key,
        count(*) as reading_count,
        cast(round(sum(readings.temperature_celsius) / count(*), 3) as decimal(9, 3)) as temperature_celsius,
        min(readings.temperature_celsius) as temperature_min_celsius,
        max(readings.temperature_celsius) as temperature_max_celsius,
        cast(round(sum(readings.humidity_pct) / count(*), 3) as decimal(9, 3)) as humidity_pct,
        cast(round(sum(readings.battery_millivolts) / count(*)) as integer) as battery_millivolts,
        max(readings.ingested_at) as ingested_at,
        bit_xor(readings.row_version) as row_version
    from readings
    {% if is_incremental() %}
    join shelves
        on readings.store_id = shelves.store_id
        and readings.shelf_id = shelves.shelf_id
        and readings.reading_at >= shelves.from_hour_at
    {% endif %}
    group by readings.store_id, readings.shelf_id, readings.hour_at
),

trailing_sums as (
    select
        *,
        count(*) over trailing_day as trailing_count,
        sum(temperature_celsius) over trailing_day as temperature_sum,
        sum(temperature_celsius * temperature_celsius) over trailing_day as temperature_square_sum,
        sum(humidity_pct) over trailing_day as humidity_sum
    from hours
    window trailing_day as (
        partition by store_id, shelf_id
        order by hour_at
        rows between 24 preceding and 1 preceding
    )
),

trailing_figures as (
    select
        *,
        cast(round(temperature_sum / trailing_count, 3) as decimal(9, 3)) as temperature_24h_celsius,
        -- Half a day at least, or the deviation says nothing.
        case
            when trailing_count >= 12 then cast(round(sqrt(greatest(
                (temperature_square_sum - temperature_sum * temperature_sum / trailing_count) / (trailing_count - 1), 0
            )), 3) as decimal(9, 3))
        end as temperature_24h_deviation_celsius,
        cast(round(humidity_sum / trailing_count, 3) as decimal(9, 3)) as humidity_24h_pct
    from trailing_sums
)

select
    {{ surrogate_key(['store_id', 'shelf_id', 'epoch_us(hour_at)']) }} as sensor_reading_key,
    {{ date_key('hour_at') }} as date_key,
    store_key,
    store_id,
    shelf_id,
    hour_at,
    reading_count,
    temperature_celsius,
    temperature_min_celsius,
    temperature_max_celsius,
    humidity_pct,
    battery_millivolts,
    temperature_24h_celsius,
    temperature_24h_deviation_celsius,
    humidity_24h_pct,
    coalesce(
        temperature_24h_deviation_celsius > 0
        and abs(temperature_celsius - temperature_24h_celsius)
            > {{ var('sensor_sigma') }} * temperature_24h_deviation_celsius,
        false
    ) as is_temperature_anomaly,
    -- Not in the safe band of a freezer (below -15), a cooler (0 to 8) or a dry shelf (10 to 30).
    case
        when shelf_id like '%-FRZ' then temperature_celsius > -15
        when shelf_id like '%-CLD' then temperature_celsius not between 0 and 8
        else temperature_celsius not between 10 and 30
    end as is_out_of_safe_band,
    battery_millivolts < 2900 as is_battery_low,
    ingested_at,
    row_version
from trailing_figures
{% if is_incremental() %}
join shelves using (store_id, shelf_id)
where hour_at >= shelves.first_hour_at
{% endif %}
