{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='sales_key',
    on_schema_change='append_new_columns',
    pre_hook="{{ take_back(sales_made_of(ref('int_order_lines')), ['order_id', 'line_number']) }}",
    meta={'fingerprint': 'bit_xor(row_version)', 'sorted_by': ['order_date_key', 'order_id', 'line_number']}
) }}

-- One row for each order line whose order is known; a line waits in silver until its header has arrived.
-- Customer, store, product version and rate are those of the order's local day. A line is taken again when it or its
-- header is no longer what it was, and when a lookup would answer differently today: a member that was unknown is known
-- now, a price is dated otherwise, a rate was filled in or corrected. So a table grown day by day equals one built at once.
with

lines as not materialized (
    select * from {{ ref('int_order_lines') }}
    {% if is_incremental() %}
    {{ not_taken(['order_id', 'line_number']) }}
    {% endif %}
),

sold as (
    {{ sales_made_of('lines') }}
)

select
    {{ surrogate_key(['sold.order_id', 'sold.line_number']) }} as sales_key,
    sold.order_id,
    sold.line_number,
    {{ date_key('sold.order_date') }} as order_date_key,
    sold.customer_key,
    sold.product_key,
    sold.store_key,
    sold.customer_id,
    sold.product_id,
    sold.store_id,
    sold.order_at,
    sold.order_date,
    sold.channel,
    sold.payment_method,
    sold.coupon_code,
    sold.quantity,
    sold.unit_price_amount,
    sold.discount_rate,
    sold.tax_rate,
    sold.gross_amount,
    sold.discount_amount,
    sold.net_amount,
    sold.tax_amount,
    sold.net_amount + sold.tax_amount as line_total_amount,
    sold.currency,
    sold.rate_to_aud,
    {{ to_aud('sold.gross_amount') }} as gross_aud_amount,
    {{ to_aud('sold.discount_amount') }} as discount_aud_amount,
    {{ to_aud('sold.net_amount') }} as net_aud_amount,
    {{ to_aud('sold.tax_amount') }} as tax_aud_amount,
    {{ to_aud('(sold.net_amount + sold.tax_amount)') }} as line_total_aud_amount,
    sold.line_ingested_at,
    sold.order_ingested_at,
    sold.row_version
from sold
