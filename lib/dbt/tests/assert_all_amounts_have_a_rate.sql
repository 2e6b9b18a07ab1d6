{{ config(severity='warn') }}

-- A sale without an exchange rate has no value in Australian dollars: revenue lacks it until the rate comes.
select sales_key, currency, order_date
from {{ ref('fct_sales') }}
where rate_to_aud is null
