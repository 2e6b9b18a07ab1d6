-- One row for each price that a product has had, valid from a business day up to, not including, the next row's. The
-- catalogue's wording (name, category) is today's on every row: only the price is history.
with

history as (
    select * from {{ ref('snap_products') }}
),

catalogue as (
    select * from {{ ref('stg_products') }}
),

-- Two prices seen on one business day: the one seen last is the day's.
versions as (
    select *
    from history
    where dbt_is_deleted = 'False'
    qualify row_number() over (partition by product_id, observed_date order by dbt_valid_from desc) = 1
),

struck_off as (
    select product_id from history where dbt_is_deleted = 'True' and dbt_valid_to is null
),

dated as (
    select
        *,
        row_number() over by_day as version_number,
        lag(current_price_amount) over by_day as previous_price_amount,
        -- The first price that we know reaches back to the product's introduction.
        case
            when row_number() over by_day = 1 then least(coalesce(introduced_date, date '1900-01-01'), observed_date)
            else observed_date
        end as valid_from_date,
        lead(observed_date) over by_day as next_date
    from versions
    window by_day as (partition by product_id order by observed_date)
)

select
    {{ surrogate_key(['dated.product_id', 'dated.valid_from_date']) }} as product_key,
    dated.product_id,
    coalesce(catalogue.sku, dated.sku) as sku,
    coalesce(catalogue.product_name, dated.product_name) as product_name,
    coalesce(catalogue.category, dated.category) as category,
    coalesce(catalogue.subcategory, dated.subcategory) as subcategory,
    cast(dated.version_number as integer) as version_number,
    dated.current_price_amount as price_amount,
    dated.currency,
    dated.previous_price_amount,
    case
        when dated.previous_price_amount is null then 'initial'
        when dated.current_price_amount > dated.previous_price_amount then 'increase'
        when dated.current_price_amount < dated.previous_price_amount then 'decrease'
        else 'unchanged'
    end as price_change,
    cast(dated.current_price_amount / dated.previous_price_amount - 1 as decimal(9, 4)) as price_change_rate,
    dated.valid_from_date,
    coalesce(dated.next_date, date '9999-12-31') as valid_to_date,
    dated.next_date is null and struck_off.product_id is null as is_current,
    struck_off.product_id is not null as is_deleted,
    coalesce(catalogue.is_discontinued, true) as is_discontinued,
    coalesce(catalogue.introduced_date, dated.introduced_date) as introduced_date,
    catalogue.discontinued_date,
    coalesce(catalogue.is_discontinued_date_missing, false) as is_discontinued_date_missing
from dated
left join catalogue using (product_id)
left join struck_off using (product_id)

union all by name

select
    cast({{ unknown_key() }} as bigint) as product_key,
    'unknown' as product_name,
    'unknown' as category,
    'unknown' as subcategory,
    1 as version_number,
    'initial' as price_change,
    date '1900-01-01' as valid_from_date,
    date '9999-12-31' as valid_to_date,
    true as is_current,
    false as is_deleted,
    false as is_discontinued,
    false as is_discontinued_date_missing
