select
    store_id,
    store_code,
    store_name,
    channel,
    region,
    country_code,
    state_region,
    latitude,
    longitude,
    opened_date,
    closed_date,
    age_years,
    size_category,
    status,
    orders_last_year_count
from {{ ref('dim_store') }}
where store_id is not null
