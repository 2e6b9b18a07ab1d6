-- No line is lost or doubled on its way from silver to the star: same number, same money.
with

lines as (
    select count(*) as line_count, sum(net_amount) as net_amount
    from {{ ref('int_order_lines') }}
    semi join {{ ref('int_orders') }} using (order_id)
),

sales as (
    select count(*) as line_count, sum(net_amount) as net_amount
    from {{ ref('fct_sales') }}
)

select
    lines.line_count,
    sales.line_count as sales_line_count,
    lines.net_amount,
    sales.net_amount as sales_net_amount
from lines
cross join sales
where lines.line_count <> sales.line_count or lines.net_amount is distinct from sales.net_amount
