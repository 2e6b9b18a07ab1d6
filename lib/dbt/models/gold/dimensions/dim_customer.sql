-- One row for each customer who was ever known. Whoever gave no consent, or is gone from the shop system, is masked:
-- e-mail hashed, telephone masked, address down to the city, names to initials, birth date away.
with

customers as (
    select * from {{ ref('stg_customers') }}
),

address_history as (
    select
        customer_id,
        count(*) as address_count,
        max_by(natural_key, dbt_valid_from) as natural_key,
        max_by(city, dbt_valid_from) as city,
        max_by(state_region, dbt_valid_from) as state_region,
        max_by(country_code, dbt_valid_from) as country_code,
        max_by(joined_at, dbt_valid_from) as joined_at,
        max(address_since_at) as address_since_at
    from {{ ref('snap_customers') }}
    group by customer_id
),

persons as (
    select * from {{ ref('int_customers') }}
),

clock as (
    select * from {{ ref('stg_business_clock') }}
),

orders as (
    select
        customer_id,
        min(order_date) as first_order_date,
        max(order_date) as last_order_date,
        count(*) as order_count,
        count(*) filter (order_date > as_of_date - interval 1 year) as orders_last_year_count
    from {{ ref('int_orders') }}
    join clock on order_date <= as_of_date
    group by customer_id
),

joined as (
    select
        history.customer_id,
        history.natural_key,
        coalesce(persons.person_id, history.customer_id) as person_id,
        coalesce(persons.is_duplicate, false) as is_duplicate,
        coalesce(persons.has_repeated_natural_key, false) as has_repeated_natural_key,
        customers.first_name,
        customers.last_name,
        case when customers.is_email_valid then customers.email end as email,
        customers.phone,
        customers.address_line1,
        customers.address_line2,
        coalesce(customers.city, history.city) as city,
        coalesce(customers.state_region, history.state_region) as state_region,
        customers.postcode,
        coalesce(customers.country_code, history.country_code) as country_code,
        customers.latitude,
        customers.longitude,
        customers.birth_date,
        customers.age_years,
        history.joined_at,
        history.address_since_at,
        history.address_count,
        coalesce(customers.is_vip, false) as is_vip,
        coalesce(customers.has_gdpr_consent, false) as has_gdpr_consent,
        customers.customer_id is null as is_deleted,
        not coalesce(customers.has_gdpr_consent, false) as is_pii_masked,
        clock.as_of_date,
        orders.first_order_date,
        orders.last_order_date,
        coalesce(orders.order_count, 0) as order_count,
        coalesce(orders.orders_last_year_count, 0) as orders_last_year_count
    from address_history as history
    cross join clock
    left join customers using (customer_id)
    left join persons using (customer_id)
    left join orders using (customer_id)
)

select
    {{ surrogate_key(['customer_id']) }} as customer_key,
    customer_id,
    natural_key,
    person_id,
    is_duplicate,
    has_repeated_natural_key,
    {{ unless_masked('first_name', mask_name('first_name')) }} as first_name,
    {{ unless_masked('last_name', mask_name('last_name')) }} as last_name,
    {{ unless_masked('email', mask_email('email')) }} as email,
    {{ unless_masked('phone', mask_phone('phone')) }} as phone,
    {{ unless_masked('address_line1') }} as address_line1,
    {{ unless_masked('address_line2') }} as address_line2,
    city,
    state_region,
    {{ unless_masked('postcode') }} as postcode,
    country_code,
    {{ unless_masked('latitude') }} as latitude,
    {{ unless_masked('longitude') }} as longitude,
    {{ unless_masked('birth_date') }} as birth_date,
    {{ unless_masked('age_years') }} as age_years,
    {{ age_band('age_years') }} as age_band,
    joined_at,
    cast(joined_at as date) as joined_date,
    cast(greatest(datediff('day', cast(joined_at as date), as_of_date), 0) as integer) as lifetime_days,
    cast(address_since_at as date) as address_since_date,
    address_count,
    is_vip,
    has_gdpr_consent,
    is_pii_masked,
    is_deleted,
    first_order_date,
    last_order_date,
    order_count,
    orders_last_year_count,
    {{ customer_segment() }} as segment
from joined

union all by name

select
    cast({{ unknown_key() }} as bigint) as customer_key,
    'unknown' as last_name,
    'unknown' as age_band,
    false as is_duplicate,
    false as has_repeated_natural_key,
    false as is_vip,
    false as has_gdpr_consent,
    false as is_pii_masked,
    false as is_deleted,
    0 as order_count,
    0 as orders_last_year_count,
    'unknown' as segment
