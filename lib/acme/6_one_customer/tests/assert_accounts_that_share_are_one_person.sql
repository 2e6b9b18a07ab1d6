select 'email' as shared, email as value from {{ ref('int_customer_persons') }} group by email having count(distinct person_id) > 1
union all
select 'phone', phone from {{ ref('int_customer_persons') }} group by phone having count(distinct person_id) > 1
