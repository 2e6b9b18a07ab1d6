{{ config(severity='warn') }}

-- A source of which bronze rejected one row in a hundred or more.
with

by_source as (
    select
        source_name,
        sum(rows_rejected_count) as rows_rejected_count,
        sum(rows_read_count) as rows_read_count
    from {{ ref('fct_ingestion_audit') }}
    group by source_name
)

select *
from by_source
where rows_rejected_count >= 0.01 * rows_read_count and rows_read_count > 0
