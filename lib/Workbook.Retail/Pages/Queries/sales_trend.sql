-- Every day since the first, also those without sales; then 28 days of forecast.
with figures as (
    {{figures}}
),
members as (
    select distinct {{keys}}true as is_member from figures
),
calendar as (
    select calendar_date as day from gold.dim_date where calendar_date between {{first_day}} and {{as_of}}
),
daily as (
    select {{keys}}day, coalesce(total_sales, 0) as total_sales
    from members
    cross join calendar
    left join figures using ({{keys}}day)
),
errors as (
    select
        {{keys}}day,
        total_sales - (lag(total_sales, 7) over days + lag(total_sales, 14) over days + lag(total_sales, 21) over days + lag(total_sales, 28) over days) / 4 as error
    from daily
    window days as (partition by {{keys}}true order by day)
),
spread as (
    select {{keys}}true as is_member, stddev_samp(error) as deviation
    from errors
    where day > {{as_of}} - 182
    group by all
),
forecast as (
    select {{keys}}{{as_of}} + cast(ahead as integer) as day, sum(total_sales) / 4 as forecast
    from daily
    join generate_series(1, 28) as horizon(ahead)
        on daily.day > {{as_of}} - 28 and (date_diff('day', daily.day, {{as_of}}) + ahead) % 7 = 0
    group by all
)
select {{keys}}day, total_sales, null as forecast, null as low, null as high
from daily
union all by name
select
    {{keys}}day,
    null as total_sales,
    forecast,
    greatest(0, forecast - 1.96 * deviation) as low,
    forecast + 1.96 * deviation as high
from (select *, true as is_member from forecast)
join spread using ({{keys}}is_member)
order by {{keys}}day
