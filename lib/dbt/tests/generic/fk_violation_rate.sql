{#
    At most this share of the rows points at nothing: the key is not in the other table, or it is the unknown member.
    The one row that a failure shows has the rate.
#}
{% test fk_violation_rate(model, column_name, to, field, limit=none) %}
{%- set limit = var('fk_violation_limit') if limit is none else limit -%}
select
    count(*) filter (parent.{{ field }} is null or child.{{ column_name }} = {{ unknown_key() }}) as violation_count,
    count(*) as row_count,
    violation_count / row_count as violation_rate
from {{ model }} as child
left join {{ to }} as parent on child.{{ column_name }} = parent.{{ field }}
having violation_rate >= {{ limit }}
{% endtest %}
