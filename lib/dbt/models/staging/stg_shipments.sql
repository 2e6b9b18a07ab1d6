with

shipments as (
    select *, {{ row_version() }} as row_version from {{ source('bronze', 'shipments') }}
)

select
    shipment_id,
    order_id,
    {{ clean('carrier') }} as carrier,
    {{ utc('shipped_at') }} as shipped_at,
    {{ utc('delivered_at') }} as delivered_at,
    ship_cost as ship_cost_aud_amount,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    row_version,
    ingestion_ts as ingested_at
from shipments
