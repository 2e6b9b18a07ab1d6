select
    returns.return_id,
    returns.order_id,
    returns.returned_at,
    returns.days_after_order,
    returns.reason,
    products.product_id,
    products.product_name,
    products.category,
    stores.store_name,
    stores.region,
    returns.quantity,
    returns.return_aud_amount
from {{ ref('fct_returns') }} as returns
join {{ ref('dim_product_scd') }} as products on returns.product_key = products.product_key
join {{ ref('dim_store') }} as stores on returns.store_key = stores.store_key
