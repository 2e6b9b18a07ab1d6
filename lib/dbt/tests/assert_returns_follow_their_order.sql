-- Nothing comes back before it was sold; and what comes back was sold.
select return_id, order_id, returned_at, order_date, sold_quantity
from {{ ref('fct_returns') }}
where days_after_order < -1 or quantity > sold_quantity
