select
    sales.order_id,
    sales.line_number,
    sales.order_date,
    dates.year_month,
    dates.fiscal_period,
    dates.is_weekend,
    customers.person_id,
    customers.segment as customer_segment,
    customers.country_code as customer_country,
    stores.store_id,
    stores.store_name,
    stores.region,
    stores.state_region,
    sales.channel,
    products.product_id,
    products.product_name,
    products.category,
    products.subcategory,
    products.price_amount as list_price_amount,
    sales.payment_method,
    sales.coupon_code,
    sales.quantity,
    sales.gross_aud_amount,
    sales.discount_aud_amount,
    sales.net_aud_amount,
    sales.tax_aud_amount,
    sales.line_total_aud_amount
from {{ ref('fct_sales') }} as sales
join {{ ref('dim_date') }} as dates on sales.order_date_key = dates.date_key
join {{ ref('dim_customer') }} as customers on sales.customer_key = customers.customer_key
join {{ ref('dim_store') }} as stores on sales.store_key = stores.store_key
join {{ ref('dim_product_scd') }} as products on sales.product_key = products.product_key
