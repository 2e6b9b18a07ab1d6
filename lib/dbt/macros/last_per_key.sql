{# A key names one row of a list that comes whole: of several the last one counts, and a test of the source tells of them. #}
{% macro last_per_key(key) -%}
    qualify row_number() over (partition by {{ key }} order by ingestion_ts desc, src_filename desc, src_line desc) = 1
{%- endmacro %}
