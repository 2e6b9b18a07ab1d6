{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='shipment_id',
    on_schema_change='append_new_columns',
    pre_hook="{{ take_back('from ' ~ ref('stg_shipments'), ['shipment_id'], by_file=true) }}",
    meta={'fingerprint': 'bit_xor(row_version)'}
) }}

with

arrived as {{ 'materialized' if is_incremental() else 'not materialized' }} (
    select
        shipment_id,
        order_id,
        carrier,
        shipped_at,
        delivered_at,
        ship_cost_aud_amount,
        src_filename,
        src_line,
        ingested_at,
        row_version
    from {{ ref('stg_shipments') }}
    {% if is_incremental() %}
    -- With all its deliveries, for they compete.
    {{ not_taken(['shipment_id'], by_file=true) }}
    {% endif %}
),

newest as (
    {{ newest_per_key('arrived', ['shipment_id']) }}
)

select
    shipment_id,
    order_id,
    carrier,
    shipped_at,
    delivered_at,
    ship_cost_aud_amount,
    src_filename,
    src_line,
    ingested_at,
    row_version
from newest
