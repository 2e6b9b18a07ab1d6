{# The newest value lies at most so many days before the business clock. An empty table is not recent. #}
{% test recency(model, column_name, days) %}
select
    max({{ column_name }}) as newest,
    max(clock.as_of_date) as as_of_date
from {{ model }}
cross join {{ ref('stg_business_clock') }} as clock
having max({{ column_name }}) is null
    or max({{ column_name }}) < max(clock.as_of_date) - interval {{ days }} days
{% endtest %}
