-- A few days that anyone can look up.
with

expected (holiday_date, country) as (
    values
        (date '2024-03-29', 'AU'), (date '2024-04-01', 'GB'), (date '2025-04-20' + 1, 'AU'), (date '2025-04-25', 'AU'),
        (date '2024-05-27', 'US'), (date '2024-11-28', 'US'), (date '2025-01-27', 'AU'), (date '2025-08-25', 'GB'),
        (date '2024-01-15', 'US'), (date '2026-07-03', 'US'), (date '2026-12-28', 'GB'), (date '2027-12-27', 'AU')
)

select expected.holiday_date, expected.country
from expected
join {{ ref('dim_date') }} as dates on dates.calendar_date = expected.holiday_date
where not case expected.country
    when 'AU' then dates.is_holiday_au
    when 'US' then dates.is_holiday_us
    else dates.is_holiday_uk
end
