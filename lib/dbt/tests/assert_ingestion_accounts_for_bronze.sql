-- The newest record of each file agrees with the rows that bronze has of it (orders; returns change rows in place).
with

audited as (
    select source_path, rows_accepted_count
    from {{ ref('fct_ingestion_audit') }}
    where source_name = 'orders_header' and status = 'loaded'
    qualify row_number() over (partition by source_path order by processed_at desc) = 1
),

staged as (
    select src_filename as source_path, count(*) as row_count
    from {{ ref('stg_orders_header') }}
    group by src_filename
)

select
    audited.source_path,
    audited.rows_accepted_count,
    staged.row_count
from audited
full join staged using (source_path)
where coalesce(audited.rows_accepted_count, 0) <> coalesce(staged.row_count, 0)
