-- Repeated deliveries fold into one order each, and none goes missing.
select
    (select count(distinct order_id) from {{ ref('stg_orders_header') }}) as bronze_order_count,
    (select count(*) from {{ ref('int_orders') }}) as silver_order_count
where bronze_order_count <> silver_order_count
