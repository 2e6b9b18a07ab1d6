with

orders as (
    select *, {{ row_version() }} as row_version from {{ source('bronze', 'orders_header') }}
)

select
    order_id,
    {{ utc('order_ts') }} as order_at,
    order_dt_local as order_date,
    customer_id,
    store_id,
    lower({{ clean('channel') }}) as channel,
    lower({{ clean('payment_method') }}) as payment_method,
    upper({{ clean('coupon_code') }}) as coupon_code,
    shipping_fee as shipping_fee_amount,
    upper({{ clean('currency') }}) as currency,
    order_dt as delivered_for_date,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    row_version,
    ingestion_ts as ingested_at
from orders
