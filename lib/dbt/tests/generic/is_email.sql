{# Looks like an e-mail address: something, one @, a host with a dot. Whether anyone reads it only a letter can tell. #}
{% test is_email(model, column_name) %}
select {{ column_name }}
from {{ model }}
where not regexp_full_match({{ column_name }}, '[^@\s]+@[^@\s.]+(\.[^@\s.]+)*\.[^@\s.]{2,}')
{% endtest %}
