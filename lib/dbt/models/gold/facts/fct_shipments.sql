{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='shipment_key',
    on_schema_change='append_new_columns',
    pre_hook="{{ take_back(parcels_made_of(ref('int_shipments')), ['shipment_id']) }}",
    meta={'fingerprint': 'bit_xor(row_version)', 'sorted_by': ['shipped_date_key', 'shipment_id']}
) }}

-- One row for each parcel. Its order may arrive after it: until then its customer and store are unknown.
with

shipments as not materialized (
    select * from {{ ref('int_shipments') }}
    {% if is_incremental() %}
    {{ not_taken(['shipment_id']) }}
    {% endif %}
),

sent as (
    select
        *,
        epoch(delivered_at - shipped_at) / 86400.0 as days_taken
    from ({{ parcels_made_of('shipments') }}) as parcels
)

select
    {{ surrogate_key(['shipment_id']) }} as shipment_key,
    shipment_id,
    order_id,
    {{ date_key('order_date') }} as order_date_key,
    {{ date_key('shipped_at') }} as shipped_date_key,
    {{ date_key('delivered_at') }} as delivered_date_key,
    customer_key,
    store_key,
    customer_id,
    store_id,
    order_date,
    carrier,
    shipped_at,
    delivered_at,
    cast(epoch(shipped_at - order_at) / 3600.0 as decimal(9, 2)) as handling_hours,
    cast(days_taken as decimal(9, 2)) as delivery_days,
    cast(sla_days as integer) as sla_days,
    delivered_at is null as is_in_transit,
    -- Of a parcel under way nothing can be said yet.
    days_taken <= sla_days as is_on_time,
    delivered_at is null and shipped_at + to_days(sla_days) < as_of_date + interval 1 day as is_overdue,
    ship_cost_aud_amount,
    currency,
    rate_to_aud,
    {{ to_aud('shipping_fee_amount') }} as shipping_fee_aud_amount,
    as_of_date,
    shipment_ingested_at,
    order_ingested_at,
    row_version
from sent
