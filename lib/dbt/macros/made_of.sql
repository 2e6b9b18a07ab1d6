{#
    What the facts are made of, with the versions of the rows and all that is looked up for them. The models add columns
    that follow from these; `take_back` compares the versions.
#}

{# Lines whose order is known. `lines` names int_order_lines, or a CTE with some of its rows. #}
{% macro sales_made_of(lines) -%}
    select
        lines.* exclude (row_version, ingested_at),
        lines.ingested_at as line_ingested_at,
        orders.order_at,
        orders.order_date,
        orders.customer_id,
        orders.store_id,
        orders.channel,
        orders.payment_method,
        orders.coupon_code,
        orders.currency,
        orders.ingested_at as order_ingested_at,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        coalesce(product_versions.product_key, {{ unknown_key() }}) as product_key,
        coalesce(stores.store_key, {{ unknown_key() }}) as store_key,
        rates.rate_to_aud,
        {{ version_of([
            'lines.row_version', 'orders.row_version',
            'customers.customer_key', 'product_versions.product_key', 'stores.store_key', 'rates.rate_to_aud'
        ]) }} as row_version
    from {{ lines }} as lines
    join {{ ref('int_orders') }} as orders using (order_id)
    left join {{ ref('dim_customer') }} as customers on orders.customer_id = customers.customer_id
    left join {{ ref('dim_store') }} as stores on orders.store_id = stores.store_id
    left join {{ ref('dim_product_scd') }} as product_versions
        on lines.product_id = product_versions.product_id
        and orders.order_date >= product_versions.valid_from_date
        and orders.order_date < product_versions.valid_to_date
    left join {{ ref('int_exchange_rates') }} as rates
        on orders.currency = rates.currency
        and orders.order_date = rates.rate_date
{%- endmacro %}

{# Parcels, whether their order is known or not. `shipments` names int_shipments, or a CTE with some of its rows. #}
{% macro parcels_made_of(shipments) -%}
    select
        shipments.* exclude (row_version, ingested_at),
        shipments.ingested_at as shipment_ingested_at,
        orders.order_at,
        orders.order_date,
        orders.customer_id,
        orders.store_id,
        orders.currency,
        orders.shipping_fee_amount,
        orders.ingested_at as order_ingested_at,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        coalesce(stores.store_key, {{ unknown_key() }}) as store_key,
        rates.rate_to_aud,
        -- A parcel under way becomes overdue by the clock alone.
        case when shipments.delivered_at is null then clock.as_of_date end as as_of_date,
        {{ var('delivery_sla_days') }} as sla_days,
        {{ version_of([
            'shipments.row_version', 'orders.row_version',
            'customers.customer_key', 'stores.store_key', 'rates.rate_to_aud',
            'case when shipments.delivered_at is null then clock.as_of_date end', var('delivery_sla_days')
        ]) }} as row_version
    from {{ shipments }} as shipments
    cross join {{ ref('stg_business_clock') }} as clock
    left join {{ ref('int_orders') }} as orders using (order_id)
    left join {{ ref('dim_customer') }} as customers on orders.customer_id = customers.customer_id
    left join {{ ref('dim_store') }} as stores on orders.store_id = stores.store_id
    left join {{ ref('int_exchange_rates') }} as rates
        on orders.currency = rates.currency
        and orders.order_date = rates.rate_date
{%- endmacro %}

{# Readings with their hour: an hour's version is that of its readings. #}
{% macro sensor_hours_made_of() -%}
    select
        readings.store_id,
        readings.shelf_id,
        readings.reading_at,
        date_trunc('hour', readings.reading_at) as hour_at,
        readings.temperature_celsius,
        readings.humidity_pct,
        readings.battery_millivolts,
        readings.ingested_at,
        coalesce(stores.store_key, {{ unknown_key() }}) as store_key,
        {{ version_of(['readings.row_version', 'stores.store_key']) }} as row_version
    from {{ ref('stg_sensors') }} as readings
    left join {{ ref('dim_store') }} as stores using (store_id)
{%- endmacro %}
