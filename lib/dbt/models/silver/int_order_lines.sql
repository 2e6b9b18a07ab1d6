{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key=['order_id', 'line_number'],
    on_schema_change='append_new_columns',
    meta={'fingerprint': 'max(ingested_at)'}
) }}

with

arrived as not materialized (
    select
        order_id,
        line_number,
        product_id,
        quantity,
        unit_price_amount,
        discount_rate,
        tax_rate,
        gross_amount,
        discount_amount,
        net_amount,
        tax_amount,
        src_filename,
        src_line,
        ingested_at
    from {{ ref('stg_orders_lines') }}
    {% if is_incremental() %}
    where ingested_at > {{ watermark('ingested_at') }}
    {% endif %}
),

candidates as not materialized (
    select * from arrived
    {% if is_incremental() %}
    union all by name
    -- A line that comes again competes with the one that was taken before.
    select known.*
    from {{ this }} as known
    semi join arrived using (order_id, line_number)
    {% endif %}
),

newest as (
    {{ newest_per_key('candidates', ['order_id', 'line_number']) }}
)

select
    order_id,
    line_number,
    product_id,
    quantity,
    unit_price_amount,
    discount_rate,
    tax_rate,
    gross_amount,
    discount_amount,
    net_amount,
    tax_amount,
    src_filename,
    src_line,
    ingested_at
from newest
