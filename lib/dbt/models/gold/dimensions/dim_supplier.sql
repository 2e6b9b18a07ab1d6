with

suppliers as (
    select * from {{ ref('stg_suppliers') }}
)

select
    {{ surrogate_key(['supplier_id']) }} as supplier_key,
    supplier_id,
    supplier_code,
    supplier_name,
    country_code,
    {{ supplier_region('country_code') }} as region,
    lead_time_days,
    {{ lead_time_tier('lead_time_days') }} as lead_time_tier,
    is_preferred
from suppliers

union all by name

select
    cast({{ unknown_key() }} as bigint) as supplier_key,
    'unknown' as supplier_name,
    'unknown' as region,
    'unknown' as lead_time_tier,
    false as is_preferred
