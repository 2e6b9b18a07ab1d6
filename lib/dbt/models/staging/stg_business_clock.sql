-- The project's only clock: nothing that is reckoned from a day looks at the machine's.
select
    {% if var('as_of') %}
    date '{{ var("as_of") }}' as as_of_date
    {% else %}
    coalesce(max(order_dt_local), date '1970-01-01') as as_of_date
    {% endif %}
from {{ source('bronze', 'orders_header') }}
