with

lines as (
    select *, {{ row_version() }} as row_version from {{ source('bronze', 'orders_lines') }}
),

amounts as (
    select
        *,
        cast(qty * unit_price as decimal(18, 4)) as gross_amount,
        cast(qty * unit_price * line_discount_pct as decimal(18, 4)) as discount_amount
    from lines
)

select
    order_id,
    line_number,
    product_id,
    qty as quantity,
    unit_price as unit_price_amount,
    line_discount_pct as discount_rate,
    tax_pct as tax_rate,
    gross_amount,
    discount_amount,
    gross_amount - discount_amount as net_amount,
    cast((gross_amount - discount_amount) * tax_pct as decimal(18, 4)) as tax_amount,
    order_dt as delivered_for_date,
    dq_flags,
    src_filename,
    src_line,
    src_row_hash,
    row_version,
    ingestion_ts as ingested_at
from amounts
