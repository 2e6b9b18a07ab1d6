with

returns as (
    select * from {{ source('bronze', 'returns') }}
)

select
    return_id,
    order_id,
    product_id,
    {{ utc('return_ts') }} as returned_at,
    qty as quantity,
    lower({{ clean('reason') }}) as reason,
    {{ clean('return_reason_code') }} as return_reason_code,
    -- The upstream table took the row back; bronze keeps a tombstone.
    is_deleted,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    ingestion_ts as ingested_at
from returns
