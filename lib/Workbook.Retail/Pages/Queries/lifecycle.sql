with products as (
    select product_id, category, is_discontinued, introduced_date
    from gold.dim_product_scd
    where is_current and product_id is not null{{filter}}
),
sold as (
    select
        catalogue.product_id,
        sum(sales.quantity) filter (sales.order_date > {{as_of}} - 90) as quantity,
        sum(sales.quantity) filter (sales.order_date <= {{as_of}} - 90) as quantity_before,
        sum(sales.net_aud_amount) as total_sales
    from gold.fct_sales as sales
    join gold.dim_product_scd as catalogue using (product_key)
    where sales.order_date between {{as_of}} - 179 and {{as_of}}
    group by all
),
staged as (
    select
        products.category,
        case
            when products.is_discontinued then 'discontinued'
            when sold.product_id is null then 'dormant'
            when products.introduced_date > {{as_of}} - interval 1 year then 'introduction'
            when coalesce(sold.quantity, 0) > 1.15 * coalesce(sold.quantity_before, 0) then 'growth'
            when coalesce(sold.quantity, 0) < 0.85 * coalesce(sold.quantity_before, 0) then 'decline'
            else 'maturity'
        end as stage,
        coalesce(sold.total_sales, 0) as sales
    from products
    left join sold using (product_id)
)
select
    {{keys}}stage,
    count(*) as products,
    sum(sales) as total_sales,
    count(*) / sum(count(*)) over (partition by {{keys}}true) as share_of_products,
    sum(sales) / nullif(sum(sum(sales)) over (partition by {{keys}}true), 0) as share_of_sales
from staged
group by {{keys}}stage
order by {{keys}}list_position(['introduction', 'growth', 'maturity', 'decline', 'dormant', 'discontinued'], stage)
