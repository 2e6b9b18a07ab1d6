-- How each source's deliveries went, day by day.
select
    source_name,
    cast(processed_at as date) as processed_date,
    count(*) as file_count,
    count(*) filter (status = 'refused') as refused_file_count,
    cast(sum(rows_read_count) as bigint) as rows_read_count,
    cast(sum(rows_accepted_count) as bigint) as rows_accepted_count,
    cast(sum(rows_rejected_count) as bigint) as rows_rejected_count,
    cast(sum(rows_rejected_count) / nullif(sum(rows_read_count), 0) as decimal(9, 6)) as rejection_rate,
    cast(sum(byte_count) as bigint) as byte_count,
    sum(duration_seconds) as duration_seconds
from {{ ref('fct_ingestion_audit') }}
group by source_name, cast(processed_at as date)
