-- Which person an account belongs to: accounts that share an e-mail address or a telephone number are one person, and
-- a person's number is that of their lowest account. A name is no key: namesakes are other people.
-- Two rounds carry the number from account to account; assert_accounts_that_share_are_one_person says if a third is due.
with accounts as (

    select
        customer_id,
        -- Who has none shares it with nobody.
        coalesce(email, 'none of ' || customer_id) as email,
        coalesce(nullif(right(regexp_replace(phone, '\D', '', 'g'), 10), ''), 'none of ' || customer_id) as phone
    from {{ ref('stg_customers') }}

),

near as (

    select
        *,
        least(
            min(customer_id) over (partition by email),
            min(customer_id) over (partition by phone)
        ) as first_id
    from accounts

)

select
    customer_id,
    email,
    phone,
    least(
        min(first_id) over (partition by email),
        min(first_id) over (partition by phone)
    ) as person_id
from near
