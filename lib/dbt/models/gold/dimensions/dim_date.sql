-- One row a day, whole calendar years, and the unknown day.
with

days as (
    select cast(unnest(generate_series(
        make_date({{ var('first_calendar_year') }}, 1, 1),
        make_date({{ var('last_calendar_year') }}, 12, 31),
        interval 1 day
    )) as date) as calendar_date
),

holidays as (
    select * from {{ ref('int_holidays') }}
),

holiday_names as (
    select
        holiday_date,
        max(holiday_name) filter (country_code = 'AU') as holiday_au,
        max(holiday_name) filter (country_code = 'US') as holiday_us,
        max(holiday_name) filter (country_code = 'GB') as holiday_uk
    from holidays
    group by holiday_date
),

fiscal as (
    select
        calendar_date,
        -- A fiscal year is named for the calendar year in which it ends.
        calendar_date + to_months({{ (13 - var('fiscal_year_start_month')) % 12 }}) as shifted_at
    from days
),

described as (
    select
        {{ date_key('days.calendar_date') }} as date_key,
        days.calendar_date,
        year(days.calendar_date) as calendar_year,
        quarter(days.calendar_date) as calendar_quarter,
        month(days.calendar_date) as calendar_month,
        day(days.calendar_date) as day_of_month,
        dayofyear(days.calendar_date) as day_of_year,
        monthname(days.calendar_date) as month_name,
        strftime(days.calendar_date, '%Y-%m') as year_month,
        isodow(days.calendar_date) as iso_day_of_week,
        dayname(days.calendar_date) as day_name,
        isoyear(days.calendar_date) as iso_year,
        week(days.calendar_date) as iso_week,
        strftime(days.calendar_date, '%G-W%V') as iso_year_week,
        isodow(days.calendar_date) >= 6 as is_weekend,
        cast(date_trunc('month', days.calendar_date) as date) as month_start_date,
        last_day(days.calendar_date) as month_end_date,
        cast(date_trunc('quarter', days.calendar_date) as date) as quarter_start_date,
        last_day(date_trunc('quarter', days.calendar_date) + interval 2 months) as quarter_end_date,
        year(fiscal.shifted_at) as fiscal_year,
        quarter(fiscal.shifted_at) as fiscal_quarter,
        month(fiscal.shifted_at) as fiscal_month,
        holiday_names.holiday_au,
        holiday_names.holiday_us,
        holiday_names.holiday_uk
    from days
    join fiscal using (calendar_date)
    left join holiday_names on holiday_names.holiday_date = days.calendar_date
)

select
    date_key,
    calendar_date,
    cast(calendar_year as integer) as calendar_year,
    cast(calendar_quarter as integer) as calendar_quarter,
    cast(calendar_month as integer) as calendar_month,
    cast(day_of_month as integer) as day_of_month,
    cast(day_of_year as integer) as day_of_year,
    month_name,
    year_month,
    cast(iso_day_of_week as integer) as iso_day_of_week,
    day_name,
    cast(iso_year as integer) as iso_year,
    cast(iso_week as integer) as iso_week,
    iso_year_week,
    is_weekend,
    month_start_date,
    month_end_date,
    quarter_start_date,
    quarter_end_date,
    cast(fiscal_year as integer) as fiscal_year,
    cast(fiscal_quarter as integer) as fiscal_quarter,
    cast(fiscal_month as integer) as fiscal_month,
    'FY' || fiscal_year || ' Q' || fiscal_quarter as fiscal_period,
    holiday_au,
    holiday_us,
    holiday_uk,
    holiday_au is not null as is_holiday_au,
    holiday_us is not null as is_holiday_us,
    holiday_uk is not null as is_holiday_uk,
    not is_weekend and holiday_au is null as is_business_day_au
from described

union all by name

select
    {{ unknown_key() }} as date_key,
    'unknown' as day_name,
    false as is_weekend,
    false as is_holiday_au,
    false as is_holiday_us,
    false as is_holiday_uk,
    false as is_business_day_au
