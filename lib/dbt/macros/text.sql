{# Text without the blanks around it; nothing but blanks is no text. #}
{% macro clean(column) %}nullif(trim({{ column }}), ''){% endmacro %}

{# An instant as a plain timestamp in UTC, whatever the session's time zone is. #}
{% macro utc(column) %}{{ column }} at time zone 'UTC'{% endmacro %}

{# Whether bronze raised the flag on this row. #}
{% macro has_flag(flag) %}coalesce(list_contains(string_split(dq_flags, ','), '{{ flag }}'), false){% endmacro %}
