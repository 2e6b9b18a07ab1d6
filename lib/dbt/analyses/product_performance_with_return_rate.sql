-- Which products sell, and which of them come back?
with

sold as (
    select
        product_id,
        sum(quantity) as sold_quantity,
        sum(net_aud_amount) as net_aud_amount
    from {{ ref('fct_sales') }}
    where product_key <> {{ unknown_key() }}
    group by product_id
),

returned as (
    select
        product_id,
        sum(quantity) as returned_quantity,
        sum(return_aud_amount) as return_aud_amount
    from {{ ref('fct_returns') }}
    group by product_id
)

select
    products.product_id,
    products.product_name,
    products.category,
    sold.sold_quantity,
    sold.net_aud_amount,
    coalesce(returned.returned_quantity, 0) as returned_quantity,
    coalesce(returned.returned_quantity, 0) / sold.sold_quantity as return_rate,
    coalesce(returned.return_aud_amount, 0) as return_aud_amount
from sold
join {{ ref('dim_product_scd') }} as products on sold.product_id = products.product_id and products.is_current
left join returned on sold.product_id = returned.product_id
order by sold.net_aud_amount desc
limit 100
