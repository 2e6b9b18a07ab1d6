{{ config(location=env_var('WORKBOOK_LAKE') ~ '/gold/dim_product/dim_product.parquet') }}

select product_id, product_name, category
from {{ source('bronze', 'products') }}
