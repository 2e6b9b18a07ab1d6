-- sales wants to slice by payment status
select
    orders.*,
    coalesce(payments.payment_status, 'not by card') as payment_status
from {{ ref('int_orders_with_customer') }} as orders
left join {{ ref('stg_payments') }} as payments
    on payments.order_id = orders.order_id and payments.payment_type = 'charge'
