-- Of people who gave no consent nothing is shown that leads back to them.
select customer_id
from {{ ref('dim_customer') }}
where not has_gdpr_consent
    and (
        email like '%@%'
        or address_line1 is not null
        or postcode is not null
        or latitude is not null
        or birth_date is not null
        or length(first_name) > 2
        or regexp_matches(phone, '[0-9]{6,}')
    )
