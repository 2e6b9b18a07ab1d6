-- One rate for each currency and day, without holes: a day without a rate of its own carries the last known one on, up
-- to the business clock and past the newest rate. Before its first rate a currency has none.
with

rates as (
    select * from {{ ref('stg_exchange_rates') }}
),

clock as (
    select * from {{ ref('stg_business_clock') }}
),

spans as (
    select
        rates.currency,
        min(rates.rate_date) as first_date,
        greatest(max(rates.rate_date), max(clock.as_of_date)) as last_date
    from rates
    cross join clock
    group by rates.currency
),

days as (
    select
        currency,
        cast(unnest(generate_series(first_date, last_date, interval 1 day)) as date) as rate_date
    from spans
),

filled as (
    select
        days.currency,
        days.rate_date,
        rates.rate_date as quoted_date,
        rates.rate_to_aud
    from days
    asof join rates
        on days.currency = rates.currency
        and days.rate_date >= rates.rate_date
)

select
    currency,
    rate_date,
    -- Our own currency is worth itself, whatever the sheet says.
    case when currency = 'AUD' then cast(1 as decimal(18, 8)) else rate_to_aud end as rate_to_aud,
    quoted_date,
    quoted_date < rate_date as is_carried_forward
from filled
