with newest(source, newest_day) as (
    select 'orders_header', max(order_date) from silver.int_orders
    union all
    select 'orders_lines', max(order_date) from gold.fct_sales
    union all
    select 'events', max(event_date) from silver.int_events
    union all
    select 'sensors', max(cast(hour_at as date)) from gold.fct_sensor_readings
    union all
    select 'exchange_rates', max(rate_date) from silver.int_exchange_rates
    union all
    select 'shipments', max(cast(shipped_at as date)) from gold.fct_shipments
    union all
    select 'returns', max(cast(returned_at as date)) from gold.fct_returns
),
loads as (
    select source_name as source, max(processed_at) as loaded_at from gold.fct_ingestion_audit group by all
)
select
    loads.source,
    newest.newest_day,
    case when newest.newest_day < {{as_of}} then date_diff('day', newest.newest_day, {{as_of}}) when newest.newest_day is not null then 0 end as days_behind,
    strftime(loads.loaded_at, '%Y-%m-%d %H:%M') as loaded_at,
    round(epoch({{built_at}} - loads.loaded_at) / 3600.0, 1) as hours_since_load
from loads
left join newest using (source)
order by loads.source
