{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='sales_key',
    on_schema_change='append_new_columns',
    meta={'fingerprint': "
        concat_ws(
            ' ',
            max(line_ingested_at),
            max(order_ingested_at),
            bit_xor(hash(sales_key, customer_key, store_key, product_key, rate_to_aud))
        )
    "}
) }}

-- One row for each order line whose order is known; a line waits in silver until its header has arrived.
-- Customer, store, product version and rate are those of the order's local day. A line is taken again when it or its
-- header arrives anew, and when a lookup would answer differently today: a member that was unknown is known now, a price
-- is dated otherwise, a rate was filled in or corrected. So a table grown day by day equals one built at once.
with

lines as not materialized (
    select * from {{ ref('int_order_lines') }}
),

orders as not materialized (
    select * from {{ ref('int_orders') }}
),

customers as (
    select customer_id, customer_key from {{ ref('dim_customer') }} where customer_id is not null
),

stores as (
    select store_id, store_key from {{ ref('dim_store') }} where store_id is not null
),

product_versions as (
    select product_id, product_key, valid_from_date, valid_to_date
    from {{ ref('dim_product_scd') }}
    where product_id is not null
),

rates as (
    select currency, rate_date, rate_to_aud from {{ ref('int_exchange_rates') }}
)

{% if is_incremental() %},

affected_orders as (
    select order_id from lines where ingested_at > {{ watermark('line_ingested_at') }}
    union
    select order_id from orders where ingested_at > {{ watermark('order_ingested_at') }}
    union
    select known.order_id
    from {{ this }} as known
    join customers using (customer_id)
    where known.customer_key <> customers.customer_key
    union
    select known.order_id
    from {{ this }} as known
    join stores using (store_id)
    where known.store_key <> stores.store_key
    union
    select known.order_id
    from {{ this }} as known
    join product_versions
        on known.product_id = product_versions.product_id
        and known.order_date >= product_versions.valid_from_date
        and known.order_date < product_versions.valid_to_date
    where known.product_key <> product_versions.product_key
    union
    select known.order_id
    from {{ this }} as known
    join rates on known.currency = rates.currency and known.order_date = rates.rate_date
    where known.rate_to_aud is distinct from rates.rate_to_aud
)
{% endif %},

sold as (
    select
        lines.order_id,
        lines.line_number,
        lines.product_id,
        lines.quantity,
        lines.unit_price_amount,
        lines.discount_rate,
        lines.tax_rate,
        lines.gross_amount,
        lines.discount_amount,
        lines.net_amount,
        lines.tax_amount,
        lines.ingested_at as line_ingested_at,
        orders.order_at,
        orders.order_date,
        orders.customer_id,
        orders.store_id,
        orders.channel,
        orders.payment_method,
        orders.coupon_code,
        orders.currency,
        orders.ingested_at as order_ingested_at
    from lines
    join orders using (order_id)
    {% if is_incremental() %}
    semi join affected_orders using (order_id)
    {% endif %}
)

select
    {{ surrogate_key(['sold.order_id', 'sold.line_number']) }} as sales_key,
    sold.order_id,
    sold.line_number,
    {{ date_key('sold.order_date') }} as order_date_key,
    coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
    coalesce(product_versions.product_key, {{ unknown_key() }}) as product_key,
    coalesce(stores.store_key, {{ unknown_key() }}) as store_key,
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
    rates.rate_to_aud,
    {{ to_aud('sold.gross_amount') }} as gross_aud_amount,
    {{ to_aud('sold.discount_amount') }} as discount_aud_amount,
    {{ to_aud('sold.net_amount') }} as net_aud_amount,
    {{ to_aud('sold.tax_amount') }} as tax_aud_amount,
    {{ to_aud('(sold.net_amount + sold.tax_amount)') }} as line_total_aud_amount,
    sold.line_ingested_at,
    sold.order_ingested_at
from sold
left join customers using (customer_id)
left join stores using (store_id)
left join product_versions
    on sold.product_id = product_versions.product_id
    and sold.order_date >= product_versions.valid_from_date
    and sold.order_date < product_versions.valid_to_date
left join rates
    on sold.currency = rates.currency
    and sold.order_date = rates.rate_date
