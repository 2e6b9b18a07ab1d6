-- An address may have several accounts; its orders belong to the oldest one.
select email, customer_id, country, state, source as customer_source
from {{ ref('stg_customers') }}
qualify row_number() over (partition by email order by signed_up_at, customer_id) = 1
