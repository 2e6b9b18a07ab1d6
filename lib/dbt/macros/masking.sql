{#
    Personal data of people who gave no consent, or took it back. A masked value must not lead back to the person, and
    must still be of use: equal e-mail addresses have equal hashes. The salt is a secret: set WORKBOOK_PII_SALT.
#}
{% macro mask_email(email) -%}
    sha256('{{ env_var("WORKBOOK_PII_SALT", "workbook") }}' || lower({{ email }}))
{%- endmacro %}

{# +61 456 384 373 becomes +61 *** *** 373: the country and the last three digits. #}
{% macro mask_phone(phone) -%}
    regexp_extract({{ phone }}, '^\+[0-9]+') || ' *** *** ' || right(regexp_replace({{ phone }}, '[^0-9]', '', 'g'), 3)
{%- endmacro %}

{# Jade Jacobs becomes J. J. #}
{% macro mask_name(name) %}left({{ name }}, 1) || '.'{% endmacro %}

{# The value, or what stands for it where it must not be shown. #}
{% macro unless_masked(value, masked='null') -%}
    case when is_pii_masked then {{ masked }} else {{ value }} end
{%- endmacro %}
