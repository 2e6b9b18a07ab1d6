{{ config(location=env_var('WORKBOOK_LAKE') ~ '/gold/fct_bakes/fct_bakes.parquet') }}

select bake_id, product_id, cast(baked_at as date) as bake_date, pieces, pieces * price as worth
from {{ ref('int_bakes') }}
