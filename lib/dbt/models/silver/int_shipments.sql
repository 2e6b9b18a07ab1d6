{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='shipment_id',
    on_schema_change='append_new_columns',
    meta={'fingerprint': 'max(ingested_at)'}
) }}

with

arrived as not materialized (
    select
        shipment_id,
        order_id,
        carrier,
        shipped_at,
        delivered_at,
        ship_cost_aud_amount,
        src_filename,
        src_line,
        ingested_at
    from {{ ref('stg_shipments') }}
    {% if is_incremental() %}
    where ingested_at > {{ watermark('ingested_at') }}
    {% endif %}
),

candidates as not materialized (
    select * from arrived
    {% if is_incremental() %}
    union all by name
    -- A parcel that is told of again competes with what was known of it.
    select known.*
    from {{ this }} as known
    semi join arrived using (shipment_id)
    {% endif %}
),

newest as (
    {{ newest_per_key('candidates', ['shipment_id']) }}
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
    ingested_at
from newest
