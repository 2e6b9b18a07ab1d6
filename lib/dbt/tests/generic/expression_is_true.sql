{# The expression holds on every row. On a column it continues the column's name: `>= 0`. Null is not a fault. #}
{% test expression_is_true(model, expression, column_name=none) %}
select *
from {{ model }}
where not ({{ column_name or '' }} {{ expression }})
{% endtest %}
