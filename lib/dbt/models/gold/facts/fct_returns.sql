{{ config(meta={'sorted_by': ['return_date_key', 'return_id']}) }}

-- One row for each return that still stands. Its value is what the customer paid for a piece, so it is taken from the
-- order's lines with that product; a return of something never sold has none.
with

returns as (
    -- Rows that the returns team took back are gone here too.
    select * from {{ ref('stg_returns') }} where not is_deleted
),

sold as (
    select
        sales.order_id,
        sales.product_id,
        any_value(sales.customer_key) as customer_key,
        any_value(sales.store_key) as store_key,
        any_value(sales.product_key) as product_key,
        any_value(sales.order_date) as order_date,
        any_value(sales.currency) as currency,
        any_value(sales.rate_to_aud) as rate_to_aud,
        sum(sales.quantity) as quantity,
        sum(sales.net_amount + sales.tax_amount) as paid_amount
    from {{ ref('fct_sales') }} as sales
    semi join returns using (order_id)
    group by sales.order_id, sales.product_id
),

valued as (
    select
        returns.*,
        sold.customer_key,
        sold.store_key,
        sold.product_key,
        sold.order_date,
        sold.currency,
        sold.rate_to_aud,
        sold.quantity as sold_quantity,
        cast(round(sold.paid_amount * returns.quantity / sold.quantity, 4) as decimal(18, 4)) as return_amount
    from returns
    left join sold using (order_id, product_id)
)

select
    {{ surrogate_key(['return_id']) }} as return_key,
    return_id,
    order_id,
    product_id,
    {{ date_key('returned_at') }} as return_date_key,
    {{ date_key('order_date') }} as order_date_key,
    coalesce(customer_key, {{ unknown_key() }}) as customer_key,
    coalesce(product_key, {{ unknown_key() }}) as product_key,
    coalesce(store_key, {{ unknown_key() }}) as store_key,
    returned_at,
    order_date,
    cast(datediff('day', order_date, cast(returned_at as date)) as integer) as days_after_order,
    reason,
    return_reason_code,
    quantity,
    cast(sold_quantity as integer) as sold_quantity,
    return_amount,
    currency,
    rate_to_aud,
    {{ to_aud('return_amount') }} as return_aud_amount,
    ingested_at
from valued
