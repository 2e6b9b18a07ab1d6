-- guests have no customer_id so we match on email, gets us ~5% more
select
    totals.*,
    customers.customer_id,
    customers.country,
    customers.state,
    customers.source as customer_source
from {{ ref('int_order_totals') }} as totals
left join {{ ref('stg_customers') }} as customers
    on customers.email = totals.customer_email
