-- Public holidays of Australia, the United States and the United Kingdom (England), by rule and for any year. Nationwide
-- days only: no single state's days, no one-off days such as a coronation. `observed` days stand in for a weekend.
with

years as (
    select cast(unnest(range({{ var('first_calendar_year') }}, {{ var('last_calendar_year') }} + 1)) as integer) as y
),

easter as (
    select y, {{ easter_sunday('y') }} as sunday from years
),

fixed_and_moving as (
    select
        'AU' as country_code,
        'New Year''s Day' as holiday_name,
        make_date(y, 1, 1) as holiday_date,
        'monday' as substitute
    from years
    union all select 'AU', 'Australia Day', make_date(y, 1, 26), 'monday' from years
    union all select 'AU', 'Good Friday', sunday - 2, null from easter
    union all select 'AU', 'Easter Monday', sunday + 1, null from easter
    union all select 'AU', 'Anzac Day', make_date(y, 4, 25), null from years
    union all select 'AU', 'Christmas Day', make_date(y, 12, 25), 'christmas' from years
    union all select 'AU', 'Boxing Day', make_date(y, 12, 26), 'christmas' from years

    union all select 'GB', 'New Year''s Day', make_date(y, 1, 1), 'monday' from years
    union all select 'GB', 'Good Friday', sunday - 2, null from easter
    union all select 'GB', 'Easter Monday', sunday + 1, null from easter
    union all select 'GB', 'Early May bank holiday', {{ nth_weekday('y', 5, 1, 1) }}, null from years
    union all select 'GB', 'Spring bank holiday', {{ last_weekday('y', 5, 1) }}, null from years
    union all select 'GB', 'Summer bank holiday', {{ last_weekday('y', 8, 1) }}, null from years
    union all select 'GB', 'Christmas Day', make_date(y, 12, 25), 'christmas' from years
    union all select 'GB', 'Boxing Day', make_date(y, 12, 26), 'christmas' from years

    union all select 'US', 'New Year''s Day', make_date(y, 1, 1), 'nearest' from years
    union all select 'US', 'Martin Luther King Jr. Day', {{ nth_weekday('y', 1, 1, 3) }}, null from years
    union all select 'US', 'Washington''s Birthday', {{ nth_weekday('y', 2, 1, 3) }}, null from years
    union all select 'US', 'Memorial Day', {{ last_weekday('y', 5, 1) }}, null from years
    union all select 'US', 'Juneteenth', make_date(y, 6, 19), 'nearest' from years where y >= 2021
    union all select 'US', 'Independence Day', make_date(y, 7, 4), 'nearest' from years
    union all select 'US', 'Labor Day', {{ nth_weekday('y', 9, 1, 1) }}, null from years
    union all select 'US', 'Columbus Day', {{ nth_weekday('y', 10, 1, 2) }}, null from years
    union all select 'US', 'Veterans Day', make_date(y, 11, 11), 'nearest' from years
    union all select 'US', 'Thanksgiving', {{ nth_weekday('y', 11, 4, 4) }}, null from years
    union all select 'US', 'Christmas Day', make_date(y, 12, 25), 'nearest' from years
),

observed as (
    select
        country_code,
        holiday_name || ' (observed)' as holiday_name,
        case
            when substitute = 'nearest' and isodow(holiday_date) = 6 then holiday_date - 1
            when substitute = 'nearest' then holiday_date + 1
            -- The two days after Christmas Eve push each other on to Monday and Tuesday.
            when substitute = 'christmas' then holiday_date + 2
            else holiday_date + cast(8 - isodow(holiday_date) as integer)
        end as holiday_date
    from fixed_and_moving
    where substitute is not null and isodow(holiday_date) >= 6
),

holidays as (
    select country_code, holiday_name, holiday_date from fixed_and_moving
    union all
    select country_code, holiday_name, holiday_date from observed
)

select
    country_code,
    cast(holiday_date as date) as holiday_date,
    string_agg(holiday_name, ', ' order by holiday_name) as holiday_name
from holidays
group by country_code, holiday_date
