-- The local trading day is the day of the UTC instant at the store's clock: a shift of hours would move sales to other
-- days.
select
    orders.order_id,
    orders.order_at,
    orders.order_date,
    stores.utc_offset_minutes
from {{ ref('int_orders') }} as orders
join {{ ref('dim_store') }} as stores on orders.store_id = stores.store_id
where cast(orders.order_at + to_minutes(stores.utc_offset_minutes) as date) <> orders.order_date
