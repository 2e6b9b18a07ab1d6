-- Today's catalogue with each product's price history in figures.
with

versions as (
    select
        product_id,
        count(*) - 1 as price_change_count,
        min(price_amount) as lowest_price_amount,
        max(price_amount) as highest_price_amount
    from {{ ref('dim_product_scd') }}
    group by product_id
)

select
    products.product_id,
    products.sku,
    products.product_name,
    products.category,
    products.subcategory,
    products.price_amount,
    products.currency,
    products.price_change as last_price_change,
    products.price_change_rate as last_price_change_rate,
    products.valid_from_date as price_since_date,
    versions.price_change_count,
    versions.lowest_price_amount,
    versions.highest_price_amount,
    products.introduced_date,
    products.is_discontinued,
    products.discontinued_date
from {{ ref('dim_product_scd') }} as products
join versions using (product_id)
where products.is_current
