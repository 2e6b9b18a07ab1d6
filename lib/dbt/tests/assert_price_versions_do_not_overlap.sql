-- Each product's price ranges follow one another without a gap and without an overlap, the last one open.
select
    product_id,
    valid_from_date,
    valid_to_date,
    lead(valid_from_date) over (partition by product_id order by valid_from_date) as next_from_date
from {{ ref('dim_product_scd') }}
where product_id is not null
qualify valid_from_date >= valid_to_date
    or valid_to_date <> coalesce(next_from_date, date '9999-12-31')
