select order_id, currency, usd_per_unit from {{ ref('int_order_totals') }} where currency <> 'USD' and usd_per_unit = 1
