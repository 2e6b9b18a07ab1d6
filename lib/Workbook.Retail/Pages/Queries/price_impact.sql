with lines as (
    select products.category, sales.product_id, sales.currency, sales.order_date, sales.unit_price_amount, sales.quantity
    from gold.fct_sales as sales
    join gold.dim_product_scd as products using (product_key)
    where products.product_id is not null
),
prices as (
    select category, product_id, currency, order_date, max(unit_price_amount) as price
    from lines
    where true{{filter}}
    group by all
),
steps as (
    select *, price / lag(price) over sales_days - 1 as price_change, lag(order_date) over sales_days as last_date_before
    from prices
    window sales_days as (partition by product_id, currency order by order_date)
),
-- The price changed at some moment between the last sale at the old one and the first at the new one. To count from there
-- outwards, without those two days, treats both sides alike; a window that had the gap in it would always seem poor.
changes as (
    select row_number() over (order by product_id, currency, order_date) as change_number, *
    from steps
    where price_change <> 0 and last_date_before >= {{first_day}} + 30 and order_date <= {{as_of}} - 30
),
compared as (
    select
        changes.category,
        changes.change_number,
        changes.price_change,
        coalesce(sum(lines.quantity) filter (lines.order_date < changes.last_date_before), 0) as before,
        coalesce(sum(lines.quantity) filter (lines.order_date > changes.order_date), 0) as after
    from changes
    left join lines
        on lines.product_id = changes.product_id
        and lines.currency = changes.currency
        and lines.order_date between changes.last_date_before - 30 and changes.order_date + 30
    group by all
),
sized as (
    select
        *,
        case when price_change < -0.1 then 1 when price_change < 0 then 2 when price_change < 0.1 then 3 else 4 end as step_number
    from compared
)
select
    {{keys}}case step_number when 1 then 'down over 10 %' when 2 then 'down to 10 %' when 3 then 'up under 10 %' else 'up from 10 %' end as price_step,
    sum(after) / nullif(sum(before), 0) - 1 as quantity_change,
    count(*) as price_changes,
    avg(price_change) as average_price_change
from sized
group by {{keys}}step_number
order by {{keys}}step_number
