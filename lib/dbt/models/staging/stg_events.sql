with

events as (
    select *, {{ row_version() }} as row_version from {{ source('bronze', 'events') }}
),

-- One pass over the JSON for all columns.
parsed as (
    select
        *,
        from_json(payload, '{
            "device": "VARCHAR",
            "referrer": "VARCHAR",
            "url": "VARCHAR",
            "duration_ms": "INTEGER",
            "query": "VARCHAR",
            "results": "INTEGER",
            "product_id": "BIGINT",
            "price": "DECIMAL(12,2)",
            "quantity": "INTEGER",
            "order_id": "BIGINT"
        }') as members
    from events
)

select
    event_id,
    {{ utc('event_ts') }} as event_at,
    lower(event_type) as event_type,
    user_id as customer_id,
    session_id,
    members.device as device,
    members.referrer as referrer,
    members.url as page_url,
    members.duration_ms as duration_ms,
    members.query as search_text,
    members.results as search_result_count,
    members.product_id as product_id,
    members.price as price_amount,
    members.quantity as quantity,
    members.order_id as order_id,
    extra as unknown_members,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    row_version,
    ingestion_ts as ingested_at
from parsed
