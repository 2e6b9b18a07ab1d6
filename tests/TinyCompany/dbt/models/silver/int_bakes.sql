{{ config(location=env_var('WORKBOOK_LAKE') ~ '/silver/int_bakes/int_bakes.parquet') }}

select bake_id, product_id, baked_at, pieces, price
from {{ source('bronze', 'bakes') }}
