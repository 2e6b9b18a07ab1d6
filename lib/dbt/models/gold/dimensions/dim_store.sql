-- One row for each store that was ever on the list, as it was last: sales of one that is struck off keep their store.
with

stores as (
    select *
    from {{ ref('snap_stores') }}
    qualify row_number() over (partition by store_id order by dbt_valid_from desc) = 1
),

regions as (
    select * from {{ ref('regions') }}
),

clock as (
    select * from {{ ref('stg_business_clock') }}
),

orders_of_a_year as (
    select
        orders.store_id,
        count(*) as order_count
    from {{ ref('int_orders') }} as orders
    join clock on orders.order_date > clock.as_of_date - interval 1 year and orders.order_date <= clock.as_of_date
    group by orders.store_id
),

measured as (
    select
        stores.*,
        regions.country_code,
        regions.currency,
        regions.utc_offset_minutes,
        clock.as_of_date,
        coalesce(orders_of_a_year.order_count, 0) as orders_last_year_count,
        avg(coalesce(orders_of_a_year.order_count, 0)) over (partition by stores.channel) as orders_channel_average
    from stores
    cross join clock
    left join regions using (state_region)
    left join orders_of_a_year using (store_id)
)

select
    {{ surrogate_key(['store_id']) }} as store_key,
    store_id,
    store_code,
    store_name,
    channel,
    region,
    state_region,
    country_code,
    currency,
    cast(utc_offset_minutes as integer) as utc_offset_minutes,
    latitude,
    longitude,
    opened_date,
    closed_date,
    cast(datesub('year', opened_date, coalesce(least(closed_date, as_of_date), as_of_date)) as integer) as age_years,
    orders_last_year_count,
    {{ store_size_category('orders_last_year_count', 'orders_channel_average') }} as size_category,
    case
        when opened_date > as_of_date then 'planned'
        when closed_date <= as_of_date then 'closed'
        when closed_date is not null then 'closing'
        else 'open'
    end as status,
    row_number() over (partition by store_code order by store_id) > 1 as is_store_code_repeated,
    is_location_impossible,
    dbt_valid_to is not null as is_deleted
from measured

union all by name

select
    cast({{ unknown_key() }} as bigint) as store_key,
    'unknown' as store_name,
    'unknown' as channel,
    'unknown' as region,
    'unknown' as size_category,
    'unknown' as status,
    false as is_store_code_repeated,
    false as is_location_impossible,
    false as is_deleted
