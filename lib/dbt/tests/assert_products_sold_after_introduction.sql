{{ config(severity='warn') }}

-- A known product sold on a day before any of its price versions begins.
select sales.order_id, sales.line_number, sales.product_id, sales.order_date
from {{ ref('fct_sales') }} as sales
semi join {{ ref('dim_product_scd') }} as products on sales.product_id = products.product_id
where sales.product_key = {{ unknown_key() }}
