with

rates as (
    select * from {{ source('bronze', 'exchange_rates') }}
)

select
    "date" as rate_date,
    upper({{ clean('currency') }}) as currency,
    rate_to_aud,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    ingestion_ts as ingested_at
from rates
