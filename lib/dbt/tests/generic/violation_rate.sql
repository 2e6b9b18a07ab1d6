{# At most this share of the rows breaks the condition, give or take what chance explains. #}
{% test violation_rate(model, condition, at_most) %}
with

counted as (
    select
        count(*) filter (not ({{ condition }})) as violation_count,
        count(*) as row_count
    from {{ model }}
)

select *, violation_count / row_count as violation_rate
from counted
where violation_count > {{ tolerated_count('row_count', at_most) }}
{% endtest %}
