{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='order_id',
    on_schema_change='append_new_columns',
    meta={'fingerprint': 'max(ingested_at)'}
) }}

with

arrived as not materialized (
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
        ingested_at
    from {{ ref('stg_orders_header') }}
    {% if is_incremental() %}
    where ingested_at > {{ watermark('ingested_at') }}
    {% endif %}
),

candidates as not materialized (
    select * from arrived
    {% if is_incremental() %}
    union all by name
    -- An order that comes again competes with the one that was taken before.
    select known.*
    from {{ this }} as known
    semi join arrived using (order_id)
    {% endif %}
),

newest as (
    {{ newest_per_key('candidates', ['order_id']) }}
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
    ingested_at
from newest
