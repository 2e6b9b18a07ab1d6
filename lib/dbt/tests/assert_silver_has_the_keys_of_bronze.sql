-- A row that bronze has taken back is in silver no more, and one that it has is there.
{{ keys_apart('int_orders', ref('int_orders'), source('bronze', 'orders_header'), ['order_id']) }}
union all
{{ keys_apart('int_order_lines', ref('int_order_lines'), source('bronze', 'orders_lines'), ['order_id', 'line_number']) }}
union all
{{ keys_apart('int_shipments', ref('int_shipments'), source('bronze', 'shipments'), ['shipment_id']) }}
union all
{{ keys_apart('int_events', ref('int_events'), source('bronze', 'events'), ['src_filename', 'src_line']) }}
union all
{{ keys_apart('int_customers', ref('int_customers'), source('bronze', 'customers'), ['customer_id']) }}
union all
-- Rates are carried on from the first day that a currency has one.
{{ keys_apart(
    'int_exchange_rates',
    '(select currency, min(rate_date) as rate_date from ' ~ ref('int_exchange_rates') ~ ' group by currency)',
    '(select currency, min(rate_date) as rate_date from ' ~ ref('stg_exchange_rates') ~ ' group by currency)',
    ['currency', 'rate_date']
) }}
