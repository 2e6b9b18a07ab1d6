-- all accounts, incl. the CRM import from February
select
    customer_id,
    trim(first_name) as first_name,
    trim(last_name) as last_name,
    lower(trim(email)) as email,
    phone,
    city,
    state,
    country,
    cast(signed_up_at as timestamp) as signed_up_at,
    source
from {{ ref('raw_customers') }}
