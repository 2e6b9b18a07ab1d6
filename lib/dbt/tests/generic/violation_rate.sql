{# At most this share of the rows breaks the condition. #}
{% test violation_rate(model, condition, limit) %}
select
    count(*) filter (not ({{ condition }})) as violation_count,
    count(*) as row_count,
    violation_count / row_count as violation_rate
from {{ model }}
having violation_rate > {{ limit }}
{% endtest %}
