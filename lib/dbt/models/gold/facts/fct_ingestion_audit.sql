{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
    meta={'sorted_by': ['processed_date_key', 'source_name', 'source_path', 'processed_at']}
) }}

-- One row each time that bronze processed a raw file. The manifest only knows a file's latest time, so this remembers
-- the earlier ones too, and is never built anew.
with

manifest as (
    select * from {{ source('audit', 'manifest_processed_files') }}
)

select
    {{ surrogate_key(['source', 'src_path', 'epoch_us(processed_at)']) }} as ingestion_key,
    {{ date_key('processed_at') }} as processed_date_key,
    source as source_name,
    src_path as source_path,
    content_hash,
    processed_at,
    batch as batch_number,
    status,
    row_count + reject_count as rows_read_count,
    row_count as rows_accepted_count,
    reject_count as rows_rejected_count,
    cast(reject_count / nullif(row_count + reject_count, 0) as decimal(9, 6)) as rejection_rate,
    bytes as byte_count,
    seconds as duration_seconds,
    message
from manifest
{% if is_incremental() %}
anti join {{ this }} as known
    on manifest.source = known.source_name
    and manifest.src_path = known.source_path
    and manifest.processed_at = known.processed_at
{% endif %}
