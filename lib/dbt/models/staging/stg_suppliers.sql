with

suppliers as (
    select * from {{ source('bronze', 'suppliers') }}
    {{ last_per_key('supplier_id') }}
)

select
    supplier_id,
    {{ clean('supplier_code') }} as supplier_code,
    {{ clean('name') }} as supplier_name,
    upper({{ clean('country_code') }}) as country_code,
    lead_time_days,
    preferred as is_preferred,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    ingestion_ts as ingested_at
from suppliers
