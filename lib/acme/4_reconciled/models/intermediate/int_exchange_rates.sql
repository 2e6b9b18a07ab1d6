-- The treasury's rates; a currency that it doesn't quote has the rate at which the provider settled in that month.
with settled as (

    select currency, date_trunc('month', created_at) as settled_month, sum(settled_usd) / sum(amount) as usd_per_unit
    from {{ ref('stg_payments') }}
    where payment_status = 'succeeded' and payment_type = 'charge'
    group by all

),

asked as (select distinct order_date as rate_date, currency from {{ ref('stg_orders') }})

select
    asked.rate_date,
    asked.currency,
    cast(coalesce(quoted.usd_per_unit, settled.usd_per_unit) as decimal(18, 6)) as usd_per_unit
from asked
left join {{ ref('stg_exchange_rates') }} as quoted using (rate_date, currency)
left join settled on settled.currency = asked.currency and settled.settled_month = date_trunc('month', asked.rate_date)
