-- Which categories sold in the last 30 days of business?
select
    products.category,
    sum(sales.net_aud_amount) as net_aud_amount,
    sum(sales.quantity) as quantity,
    count(distinct sales.order_id) as order_count
from {{ ref('fct_sales') }} as sales
join {{ ref('dim_product_scd') }} as products on sales.product_key = products.product_key
where sales.order_date > (select as_of_date from {{ ref('stg_business_clock') }}) - interval 30 days
group by products.category
order by net_aud_amount desc
