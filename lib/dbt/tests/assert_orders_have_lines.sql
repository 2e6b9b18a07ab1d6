{{ config(severity='warn') }}

-- Orders of which no line arrived, or whose lines bronze rejected all.
select orders.order_id, orders.order_date
from {{ ref('int_orders') }} as orders
anti join {{ ref('int_order_lines') }} using (order_id)
