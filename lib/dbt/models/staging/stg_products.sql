with

products as (
    select * from {{ source('bronze', 'products') }}
    {{ last_per_key('product_id') }}
)

select
    product_id,
    {{ clean('sku') }} as sku,
    {{ clean('name') }} as product_name,
    {{ clean('category') }} as category,
    {{ clean('subcategory') }} as subcategory,
    current_price as current_price_amount,
    upper({{ clean('currency') }}) as currency,
    is_discontinued,
    introduced_dt as introduced_date,
    -- A day before the introduction is no day to believe in.
    case when not {{ has_flag('discontinued_dt.before_introduction') }} then discontinued_dt end as discontinued_date,
    is_discontinued and {{ has_flag('discontinued_dt.missing_when_discontinued') }} as is_discontinued_date_missing,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    ingestion_ts as ingested_at
from products
