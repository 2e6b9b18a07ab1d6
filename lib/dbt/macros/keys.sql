{#
    A surrogate key from natural ones: the first 63 bits of an MD5, as a bigint. The same on every machine and in every
    rebuild, so a fact's key stays right when its dimension is built anew; an eighth of the bytes of the MD5's text.
#}
{% macro surrogate_key(columns) -%}
    cast(md5_number_lower(
        {%- for column in columns -%}
            coalesce(cast({{ column }} as varchar), '∅'){% if not loop.last %} || '|' || {% endif %}
        {%- endfor -%}
    ) >> 1 as bigint)
{%- endmacro %}

{# The member that a row points at whose own one is not known. #}
{% macro unknown_key() %}-1{% endmacro %}

{# 2024-07-31 becomes 20240731, no date the unknown member. #}
{% macro date_key(date) -%}
    cast(coalesce(year({{ date }}) * 10000 + month({{ date }}) * 100 + day({{ date }}), {{ unknown_key() }}) as integer)
{%- endmacro %}
