select
    shipments.shipment_id,
    shipments.order_id,
    shipments.order_date,
    stores.store_name,
    stores.region,
    shipments.carrier,
    shipments.shipped_at,
    shipments.delivered_at,
    shipments.handling_hours,
    shipments.delivery_days,
    shipments.is_in_transit,
    shipments.is_on_time,
    shipments.is_overdue,
    shipments.ship_cost_aud_amount,
    shipments.shipping_fee_aud_amount
from {{ ref('fct_shipments') }} as shipments
join {{ ref('dim_store') }} as stores on shipments.store_key = stores.store_key
