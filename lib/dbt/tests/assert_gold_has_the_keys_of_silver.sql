-- A row that silver has no more is in gold no more, and one that it has is there. Dimensions keep what was ever known, and
-- say what is deleted.
{{ keys_apart(
    'fct_sales',
    ref('fct_sales'),
    '(from ' ~ ref('int_order_lines') ~ ' semi join ' ~ ref('int_orders') ~ ' using (order_id))',
    ['order_id', 'line_number']
) }}
union all
{{ keys_apart('fct_shipments', ref('fct_shipments'), ref('int_shipments'), ['shipment_id']) }}
union all
{{ keys_apart(
    'fct_returns',
    ref('fct_returns'),
    '(from ' ~ ref('stg_returns') ~ ' where not is_deleted)',
    ['return_id']
) }}
union all
{{ keys_apart(
    'fct_sensor_readings',
    ref('fct_sensor_readings'),
    "(select distinct store_id, shelf_id, date_trunc('hour', reading_at) as hour_at from " ~ ref('stg_sensors') ~ ')',
    ['store_id', 'shelf_id', 'hour_at']
) }}
union all
{{ keys_apart(
    'dim_customer',
    '(from ' ~ ref('dim_customer') ~ ' where customer_id is not null and not is_deleted)',
    '(from ' ~ ref('snap_customers') ~ ' where dbt_valid_to is null)',
    ['customer_id']
) }}
union all
{{ keys_apart(
    'dim_product_scd',
    '(from ' ~ ref('dim_product_scd') ~ ' where product_id is not null and is_current)',
    '(from ' ~ ref('snap_products') ~ " where dbt_valid_to is null and dbt_is_deleted = 'False')",
    ['product_id']
) }}
union all
{{ keys_apart(
    'dim_store',
    '(from ' ~ ref('dim_store') ~ ' where store_id is not null and not is_deleted)',
    '(from ' ~ ref('snap_stores') ~ ' where dbt_valid_to is null)',
    ['store_id']
) }}
union all
{{ keys_apart(
    'dim_supplier',
    '(from ' ~ ref('dim_supplier') ~ ' where supplier_id is not null)',
    source('bronze', 'suppliers'),
    ['supplier_id']
) }}
