{# At least this share of the rows has a value. #}
{% test not_null_proportion(model, column_name, at_least) %}
select
    count({{ column_name }}) / count(*) as proportion,
    count(*) - count({{ column_name }}) as null_count
from {{ model }}
having count({{ column_name }}) < {{ at_least }} * count(*)
{% endtest %}
