-- Who is the same person: customers with the same birth date and the same e-mail address, or the same telephone number.
-- Exact matches only; the lowest customer id of a person stands for all of them. Rows are kept, for orders point at them.
with recursive

customers as (
    select
        customer_id,
        natural_key,
        case when is_email_valid then email end as email,
        regexp_replace(phone, '[^0-9]', '', 'g') as phone_digits,
        birth_date
    from {{ ref('stg_customers') }}
),

traits as (
    select customer_id, 'email ' || birth_date || ' ' || email as trait
    from customers
    where email is not null and birth_date is not null
    union all
    select customer_id, 'phone ' || birth_date || ' ' || phone_digits
    from customers
    where phone_digits is not null and birth_date is not null
),

shared_traits as (
    select
        customer_id,
        min(customer_id) over (partition by trait) as lowest_id
    from traits
    qualify count(*) over (partition by trait) > 1
),

links as (
    select distinct customer_id, lowest_id from shared_traits where customer_id <> lowest_id
),

-- A may share an address with B and B a telephone with C: follow the links down to the lowest id.
chains as (
    select customer_id, lowest_id from links
    union
    select chains.customer_id, links.lowest_id
    from chains
    join links on links.customer_id = chains.lowest_id
),

persons as (
    select customer_id, min(lowest_id) as person_id from chains group by customer_id
),

repeated_keys as (
    select natural_key from customers group by natural_key having count(*) > 1
)

select
    customers.customer_id,
    coalesce(persons.person_id, customers.customer_id) as person_id,
    persons.person_id is not null as is_duplicate,
    repeated_keys.natural_key is not null as has_repeated_natural_key
from customers
left join persons using (customer_id)
left join repeated_keys using (natural_key)
