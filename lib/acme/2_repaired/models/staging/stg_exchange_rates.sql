select cast(rate_date as date) as rate_date, currency, cast(usd_per_unit as decimal(18, 6)) as usd_per_unit
from {{ ref('raw_exchange_rates') }}
