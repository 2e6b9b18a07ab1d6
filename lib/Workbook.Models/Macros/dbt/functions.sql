{# SQL that dbt spells the same for every database, as DuckDB has it. #}

{% macro current_timestamp() -%} now() {%- endmacro %}
{% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
    ({{ from_date_or_timestamp }} + ({{ interval }} * interval 1 {{ datepart }}))
{%- endmacro %}
{% macro datediff(first_date, second_date, datepart) -%}
    date_diff('{{ datepart }}', cast({{ first_date }} as timestamp), cast({{ second_date }} as timestamp))
{%- endmacro %}
{% macro date_trunc(datepart, date) -%} date_trunc('{{ datepart }}', {{ date }}) {%- endmacro %}
{% macro date(year, month, day) -%} make_date({{ year }}, {{ month }}, {{ day }}) {%- endmacro %}
{% macro last_day(date, datepart) -%}
    cast(date_trunc('{{ datepart }}', {{ date }}) + interval 1 {{ datepart }} - interval 1 day as date)
{%- endmacro %}
{% macro concat(fields) -%} {{ fields | join(' || ') }} {%- endmacro %}
{% macro hash(field) -%} md5(cast({{ field }} as varchar)) {%- endmacro %}
{% macro safe_cast(field, type) -%} try_cast({{ field }} as {{ type }}) {%- endmacro %}
{% macro cast(field, type) -%} cast({{ field }} as {{ type }}) {%- endmacro %}
{% macro split_part(string_text, delimiter_text, part_number) -%}
    split_part({{ string_text }}, {{ delimiter_text }}, {{ part_number }})
{%- endmacro %}
{% macro length(expression) -%} length({{ expression }}) {%- endmacro %}
{% macro right(string_text, length_expression) -%} right({{ string_text }}, {{ length_expression }}) {%- endmacro %}
{% macro replace(field, old_chars, new_chars) -%} replace({{ field }}, {{ old_chars }}, {{ new_chars }}) {%- endmacro %}
{% macro position(substring_text, string_text) -%} position({{ substring_text }} in {{ string_text }}) {%- endmacro %}
{% macro any_value(expression) -%} any_value({{ expression }}) {%- endmacro %}
{% macro bool_or(expression) -%} bool_or({{ expression }}) {%- endmacro %}
{% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
    string_agg({{ measure }}, {{ delimiter_text }}{{ ' ' ~ order_by_clause if order_by_clause }})
{%- endmacro %}
{% macro array_agg(expression) -%} array_agg({{ expression }}) {%- endmacro %}
{% macro cast_bool_to_text(field) -%} cast({{ field }} as varchar) {%- endmacro %}
{% macro escape_single_quotes(expression) -%} {{ expression | replace("'", "''") }} {%- endmacro %}
{% macro string_literal(value) -%} '{{ value }}' {%- endmacro %}
{% macro except() -%} except {%- endmacro %}
{% macro intersect() -%} intersect {%- endmacro %}
{% macro type_string() -%} varchar {%- endmacro %}
{% macro type_timestamp() -%} timestamp {%- endmacro %}
{% macro type_float() -%} float {%- endmacro %}
{% macro type_numeric() -%} numeric(28, 6) {%- endmacro %}
{% macro type_bigint() -%} bigint {%- endmacro %}
{% macro type_int() -%} integer {%- endmacro %}
{% macro type_boolean() -%} boolean {%- endmacro %}
