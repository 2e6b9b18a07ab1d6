{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='shipment_key',
    on_schema_change='append_new_columns',
    meta={'fingerprint': "
        concat_ws(
            ' ',
            max(shipment_ingested_at),
            max(order_ingested_at),
            max(as_of_date),
            bit_xor(hash(shipment_key, customer_key, store_key, is_overdue, rate_to_aud))
        )
    "}
) }}

-- One row for each parcel. Its order may arrive after it: until then its customer and store are unknown.
with

shipments as not materialized (
    select * from {{ ref('int_shipments') }}
),

orders as not materialized (
    select * from {{ ref('int_orders') }}
),

customers as (
    select customer_id, customer_key from {{ ref('dim_customer') }} where customer_id is not null
),

stores as (
    select store_id, store_key from {{ ref('dim_store') }} where store_id is not null
),

rates as (
    select currency, rate_date, rate_to_aud from {{ ref('int_exchange_rates') }}
),

clock as (
    select * from {{ ref('stg_business_clock') }}
)

{% if is_incremental() %},

affected as (
    select shipment_id from shipments where ingested_at > {{ watermark('shipment_ingested_at') }}
    union
    select shipments.shipment_id
    from shipments
    join orders using (order_id)
    where orders.ingested_at > {{ watermark('order_ingested_at') }}
    union
    -- A parcel under way becomes overdue by the clock alone.
    select known.shipment_id
    from {{ this }} as known
    cross join clock
    where known.is_in_transit and known.as_of_date <> clock.as_of_date
    union
    select known.shipment_id
    from {{ this }} as known
    join customers using (customer_id)
    where known.customer_key <> customers.customer_key
    union
    select known.shipment_id
    from {{ this }} as known
    join stores using (store_id)
    where known.store_key <> stores.store_key
    union
    select known.shipment_id
    from {{ this }} as known
    join rates on known.currency = rates.currency and known.order_date = rates.rate_date
    where known.rate_to_aud is distinct from rates.rate_to_aud
)
{% endif %},

sent as (
    select
        shipments.*,
        {{ var('delivery_sla_days') }} as sla_days,
        epoch(shipments.delivered_at - shipments.shipped_at) / 86400.0 as days_taken
    from shipments
    {% if is_incremental() %}
    semi join affected using (shipment_id)
    {% endif %}
)

select
    {{ surrogate_key(['sent.shipment_id']) }} as shipment_key,
    sent.shipment_id,
    sent.order_id,
    {{ date_key('orders.order_date') }} as order_date_key,
    {{ date_key('sent.shipped_at') }} as shipped_date_key,
    {{ date_key('sent.delivered_at') }} as delivered_date_key,
    coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
    coalesce(stores.store_key, {{ unknown_key() }}) as store_key,
    orders.customer_id,
    orders.store_id,
    orders.order_date,
    sent.carrier,
    sent.shipped_at,
    sent.delivered_at,
    cast(epoch(sent.shipped_at - orders.order_at) / 3600.0 as decimal(9, 2)) as handling_hours,
    cast(sent.days_taken as decimal(9, 2)) as delivery_days,
    cast(sent.sla_days as integer) as sla_days,
    sent.delivered_at is null as is_in_transit,
    -- Of a parcel under way nothing can be said yet.
    sent.days_taken <= sent.sla_days as is_on_time,
    sent.delivered_at is null
        and sent.shipped_at + to_days(sent.sla_days) < clock.as_of_date + interval 1 day as is_overdue,
    sent.ship_cost_aud_amount,
    orders.currency,
    rates.rate_to_aud,
    {{ to_aud('orders.shipping_fee_amount', 'rates.rate_to_aud') }} as shipping_fee_aud_amount,
    case when sent.delivered_at is null then clock.as_of_date end as as_of_date,
    sent.ingested_at as shipment_ingested_at,
    orders.ingested_at as order_ingested_at
from sent
cross join clock
left join orders using (order_id)
left join customers using (customer_id)
left join stores using (store_id)
left join rates
    on orders.currency = rates.currency
    and orders.order_date = rates.rate_date
