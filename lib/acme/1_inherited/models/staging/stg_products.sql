select product_id, name as product_name, category, cast(list_price_usd as decimal(18, 2)) as list_price_usd
from {{ ref('raw_products') }}
