-- Guests have no customer_id, so orders are matched by email.
select
    totals.*,
    customers.customer_id,
    customers.country,
    customers.state,
    customers.customer_source
from {{ ref('int_order_totals') }} as totals
left join {{ ref('int_customers_by_email') }} as customers
    on customers.email = totals.customer_email
