-- A sale of a known product has the price version of its own day.
select
    sales.sales_key,
    sales.order_date,
    products.valid_from_date,
    products.valid_to_date
from {{ ref('fct_sales') }} as sales
join {{ ref('dim_product_scd') }} as products on sales.product_key = products.product_key
where sales.product_key <> {{ unknown_key() }}
    and (sales.order_date < products.valid_from_date or sales.order_date >= products.valid_to_date)
