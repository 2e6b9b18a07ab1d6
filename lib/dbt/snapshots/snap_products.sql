{% snapshot snap_products %}

{{ config(
    unique_key='product_id',
    strategy='check',
    check_cols=['current_price_amount', 'currency'],
    hard_deletes='new_record'
) }}

-- The catalogue knows today's price only, so each price that it ever showed is kept here. A price is dated by the
-- business day on which it was seen first (observed_date); dbt_valid_from only says when this table learned of it.
select
    products.product_id,
    products.sku,
    products.product_name,
    products.category,
    products.subcategory,
    products.current_price_amount,
    products.currency,
    products.introduced_date,
    clock.as_of_date as observed_date
from {{ ref('stg_products') }} as products
cross join {{ ref('stg_business_clock') }} as clock

{% endsnapshot %}
