with customers as (
    select date_trunc('quarter', joined_date) as start_day, *
    from gold.dim_customer
    where customer_id is not null and not is_pii_masked and joined_date <= {{as_of}} and joined_date > {{as_of}} - interval 3 years
),
lines as (
    select date_trunc('quarter', order_date) as start_day, *
    from gold.fct_sales
    where order_date <= {{as_of}} and order_date > {{as_of}} - interval 3 years
),
counted as (
    select start_day, field.place, field.name as field, count(*) as rows, count(*) filter (field.is_missing) as missing
    from customers
    cross join lateral (values
        (1, 'customer: e-mail', email is null), (2, 'customer: telephone', phone is null), (3, 'customer: address', address_line1 is null),
        (4, 'customer: postcode', postcode is null), (5, 'customer: birth date', birth_date is null)) as field(place, name, is_missing)
    group by all
    union all
    select start_day, field.place, field.name, count(*), count(*) filter (field.is_missing)
    from lines
    cross join lateral (values
        (6, 'line: known customer', customer_key = -1), (7, 'line: known product', product_key = -1), (8, 'line: known store', store_key = -1)) as field(place, name, is_missing)
    group by all
)
select year(start_day) || ' Q' || quarter(start_day) as quarter, field, missing / rows as missing_share, rows
from counted
order by place, start_day
