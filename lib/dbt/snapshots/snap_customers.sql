{% snapshot snap_customers %}

{{ config(
    unique_key='customer_id',
    strategy='timestamp',
    updated_at='address_since_at',
    hard_deletes='invalidate'
) }}

{% set has_history = relation_exists(this) %}

-- The shop system says where a customer lives, not since when. The first address is dated by the day on which the
-- customer joined; one that differs from the address known here, by the business day on which it was seen. No names
-- and no contacts: history keeps what it is for.
with

customers as (
    select
        *,
        md5(concat_ws('|', address_line1, address_line2, city, state_region, postcode, country_code)) as address_hash
    from {{ ref('stg_customers') }}
),

clock as (
    select cast(as_of_date as timestamp) as as_of_at from {{ ref('stg_business_clock') }}
)

{% if has_history %},

known as (
    select customer_id, address_hash, address_since_at, dbt_valid_from, dbt_valid_to
    from {{ this }}
    qualify row_number() over (partition by customer_id order by dbt_valid_from desc) = 1
)
{% endif %}

select
    customers.customer_id,
    customers.natural_key,
    customers.address_line1,
    customers.address_line2,
    customers.city,
    customers.state_region,
    customers.postcode,
    customers.country_code,
    customers.latitude,
    customers.longitude,
    customers.joined_at,
    customers.address_hash,
    {% if has_history %}
    case
        when known.customer_id is null then customers.joined_at
        -- Back after a deletion, or moved on a day that was looked at before: later than what is known, in any case.
        when known.dbt_valid_to is not null then greatest(clock.as_of_at, known.dbt_valid_to)
        when known.address_hash <> customers.address_hash
            then greatest(clock.as_of_at, known.address_since_at + interval 1 microsecond)
        else known.address_since_at
    end as address_since_at
    {% else %}
    customers.joined_at as address_since_at
    {% endif %}
from customers
cross join clock
{% if has_history %}
left join known using (customer_id)
{% endif %}

{% endsnapshot %}
