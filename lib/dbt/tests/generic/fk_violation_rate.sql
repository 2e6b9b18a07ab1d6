{#
    Less than this share of the rows points at nothing: the key is not in the other table, or it is the unknown member.
    The one row that a failure shows has the rate. A rate over fewer than 50,000 rows is no proof and only warns.
#}
{% test fk_violation_rate(model, column_name, to, field, below=none) %}
{{ config(fail_calc='coalesce(max(row_count), 0)', warn_if='> 0', error_if='>= 50000') }}
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
where violation_count >= row_count * {{ var('fk_violation_limit') if below is none else below }} and row_count > 0
{% endtest %}
