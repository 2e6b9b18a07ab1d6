{{ config(materialized='view') }}

select bake_id, pieces
from {{ ref('int_bakes') }}
where pieces >= 20
