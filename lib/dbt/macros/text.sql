{# Text without the blanks around it; nothing but blanks is no text. #}
{% macro clean(column) %}nullif(trim({{ column }}), ''){% endmacro %}

{#
    An instant as a plain timestamp in UTC, whatever the session's time zone is. By way of the microseconds: thirty
    times faster than AT TIME ZONE, which asks the calendar library about each row.
#}
{% macro utc(instant) %}make_timestamp(epoch_us({{ instant }})){% endmacro %}

{# Whether bronze raised the flag on this row. #}
{% macro has_flag(flag) %}coalesce(list_contains(string_split(dq_flags, ','), '{{ flag }}'), false){% endmacro %}
