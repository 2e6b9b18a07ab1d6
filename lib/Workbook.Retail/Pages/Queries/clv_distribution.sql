with lines as (
    select stores.region, products.category, customers.person_id, sales.net_aud_amount
    from gold.fct_sales as sales
    join gold.dim_customer as customers using (customer_key)
    left join gold.dim_store as stores using (store_key)
    left join gold.dim_product_scd as products using (product_key)
    where sales.order_date <= {{as_of}} and customers.person_id is not null
),
people as (
    select {{keys}}person_id, sum(net_aud_amount) as spent
    from lines
    where true{{filter}}
    group by all
),
middle as (
    select {{keys}}true as is_member, quantile_cont(spent, 0.5) as median_value, quantile_cont(spent, 0.9) as top_tenth_value
    from people
    group by all
),
bands(band_number, band, low, high) as (
    values (1, 'to 50', 0, 50), (2, '50–100', 50, 100), (3, '100–200', 100, 200), (4, '200–500', 200, 500), (5, '500–1,000', 500, 1000),
        (6, '1,000–2,000', 1000, 2000), (7, '2,000–5,000', 2000, 5000), (8, '5,000–10,000', 5000, 10000), (9, 'from 10,000', 10000, null)
),
counted as (
    select {{keys}}band_number, band, true as is_member, count(*) as people
    from people
    join bands on spent >= low and (high is null or spent < high)
    group by all
)
select {{keys}}band, people, median_value, top_tenth_value
from counted
join middle using ({{keys}}is_member)
order by {{keys}}band_number
