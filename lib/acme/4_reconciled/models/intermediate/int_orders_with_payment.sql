-- One row per order: several attempts to pay are one payment, and refunds are taken off.
with payments as (

    select order_id, bool_or(payment_status = 'succeeded') as is_paid
    from {{ ref('stg_payments') }}
    where payment_type = 'charge'
    group by order_id

),

refunds as (select order_id, sum(amount) as refunded from {{ ref('stg_refunds') }} group by order_id)

select
    orders.*,
    case when payments.is_paid then 'succeeded' when payments.is_paid is null then 'not by card' else 'failed' end as payment_status,
    cast(coalesce(refunds.refunded, 0) * orders.usd_per_unit as decimal(18, 2)) as refunded_usd
from {{ ref('int_orders_with_customer') }} as orders
left join payments using (order_id)
left join refunds using (order_id)
