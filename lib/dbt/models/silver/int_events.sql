{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='src_filename',
    on_schema_change='append_new_columns',
    pre_hook="{{ take_back('from ' ~ ref('stg_events'), ['src_filename'], by_file=true) }}",
    meta={'fingerprint': 'bit_xor(row_version)'}
) }}

-- A file is taken whole: one that is delivered anew, or has lost a row, replaces all of its former events.
select
    event_id,
    event_at,
    cast(event_at as date) as event_date,
    event_type,
    customer_id,
    session_id,
    device,
    referrer,
    page_url,
    duration_ms,
    search_text,
    search_result_count,
    product_id,
    price_amount,
    quantity,
    order_id,
    unknown_members,
    src_filename,
    src_line,
    ingested_at,
    row_version
from {{ ref('stg_events') }}
{% if is_incremental() %}
{{ not_taken(['src_filename'], by_file=true) }}
{% endif %}
