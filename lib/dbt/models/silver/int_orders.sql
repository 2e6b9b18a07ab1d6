{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='order_id',
    on_schema_change='append_new_columns',
    pre_hook="{{ take_back('from ' ~ ref('stg_orders_header'), ['order_id'], by_file=true) }}",
    meta={'fingerprint': 'bit_xor(row_version)'}
) }}

with

arrived as {{ 'materialized' if is_incremental() else 'not materialized' }} (
    select
        order_id,
        order_at,
        order_date,
        customer_id,
        store_id,
        channel,
        payment_method,
        coupon_code,
        shipping_fee_amount,
        currency,
        src_filename,
        src_line,
        ingested_at,
        row_version
    from {{ ref('stg_orders_header') }}
    {% if is_incremental() %}
    -- With all its deliveries, for they compete.
    {{ not_taken(['order_id'], by_file=true) }}
    {% endif %}
),

newest as (
    {{ newest_per_key('arrived', ['order_id']) }}
)

select
    order_id,
    order_at,
    order_date,
    customer_id,
    store_id,
    channel,
    payment_method,
    coupon_code,
    shipping_fee_amount,
    currency,
    src_filename,
    src_line,
    ingested_at,
    row_version
from newest
