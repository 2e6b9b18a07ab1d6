{{ config(materialized='view') }}

select bake_id, bake_dt, pieces
from {{ source('bronze', 'bakes') }}
