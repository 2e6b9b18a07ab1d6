{# Schemas are named for their layer and nothing else: silver is silver for whoever runs it. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
