{{ config(severity='warn') }}

-- Lines whose order has not arrived: they are not in fct_sales yet.
select lines.order_id, lines.line_number, lines.src_filename
from {{ ref('int_order_lines') }} as lines
anti join {{ ref('int_orders') }} using (order_id)
