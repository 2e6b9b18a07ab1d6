with

customers as (
    select * from {{ source('bronze', 'customers') }}
    {{ last_per_key('customer_id') }}
),

clock as (
    select * from {{ ref('stg_business_clock') }}
)

select
    customers.customer_id,
    {{ clean('customers.natural_key') }} as natural_key,
    {{ clean('customers.first_name') }} as first_name,
    {{ clean('customers.last_name') }} as last_name,
    lower({{ clean('customers.email') }}) as email,
    customers.email is not null and not {{ has_flag('email.malformed') }} as is_email_valid,
    {{ clean('customers.phone') }} as phone,
    {{ clean('customers.address_line1') }} as address_line1,
    {{ clean('customers.address_line2') }} as address_line2,
    {{ clean('customers.city') }} as city,
    {{ clean('customers.state_region') }} as state_region,
    {{ clean('customers.postcode') }} as postcode,
    {{ clean('customers.country_code') }} as country_code,
    case when not {{ has_flag('latitude.out_of_range') }} then customers.latitude end as latitude,
    case when not {{ has_flag('longitude.out_of_range') }} then customers.longitude end as longitude,
    customers.birth_date,
    cast(datesub('year', customers.birth_date, clock.as_of_date) as integer) as age_years,
    {{ utc('customers.join_ts') }} as joined_at,
    customers.is_vip,
    customers.gdpr_consent as has_gdpr_consent,
    customers.dq_flags,
    customers.src_filename,
    customers.src_line,
    customers.src_row_hash,
    customers.ingestion_ts as ingested_at
from customers
cross join clock
