{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key=['order_id', 'line_number'],
    on_schema_change='append_new_columns',
    pre_hook="{{ take_back('from ' ~ ref('stg_orders_lines'), ['order_id', 'line_number'], by_file=true) }}",
    meta={'fingerprint': 'bit_xor(row_version)'}
) }}

with

arrived as {{ 'materialized' if is_incremental() else 'not materialized' }} (
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
        ingested_at,
        row_version
    from {{ ref('stg_orders_lines') }}
    {% if is_incremental() %}
    -- With all its deliveries, for they compete.
    {{ not_taken(['order_id', 'line_number'], by_file=true) }}
    {% endif %}
),

newest as (
    {{ newest_per_key('arrived', ['order_id', 'line_number']) }}
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
    ingested_at,
    row_version
from newest
