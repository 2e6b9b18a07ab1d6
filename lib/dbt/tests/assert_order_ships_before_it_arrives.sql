-- Ordered, shipped, delivered: in this order.
select shipment_id, order_id, handling_hours, shipped_at, delivered_at
from {{ ref('fct_shipments') }}
where handling_hours < 0 or delivered_at < shipped_at
