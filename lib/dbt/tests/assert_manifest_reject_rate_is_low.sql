{{ config(severity='warn') }}

-- A source of which bronze rejected one row in a hundred or more.
select
    source_name,
    sum(rows_rejected_count) as rows_rejected_count,
    sum(rows_read_count) as rows_read_count,
    rows_rejected_count / rows_read_count as rejection_rate
from {{ ref('fct_ingestion_audit') }}
group by source_name
having rejection_rate >= 0.01
