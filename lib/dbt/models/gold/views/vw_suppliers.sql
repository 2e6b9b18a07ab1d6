select
    supplier_id,
    supplier_code,
    supplier_name,
    country_code,
    region,
    lead_time_days,
    lead_time_tier,
    is_preferred
from {{ ref('dim_supplier') }}
where supplier_id is not null
