-- An address or number that everybody gives, such as the shop's own, would make one person of strangers.
select person_id, count(*) as accounts from {{ ref('int_customer_persons') }} group by person_id having count(*) > 5
