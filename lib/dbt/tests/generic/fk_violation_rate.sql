{#
    Less than this share of the rows points at nothing, give or take what chance explains: the key is not in the other
    table, or it is the unknown member.
    The one row that a failure shows has the rate.
#}
{% test fk_violation_rate(model, column_name, to, field, below=none) %}
with

child as (
    select {{ column_name }} as key from {{ model }}
),

counted as (
    select
        count(*) filter (parent.{{ field }} is null or child.key = {{ unknown_key() }}) as violation_count,
        count(*) as row_count
    from child
    left join {{ to }} as parent on child.key = parent.{{ field }}
)

select *, violation_count / row_count as violation_rate
from counted
where violation_count >= {{ tolerated_count('row_count', var('fk_violation_limit') if below is none else below) }} and row_count > 0
{% endtest %}
