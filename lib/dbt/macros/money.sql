{# An amount in Australian dollars; null where no rate is known, for a guess would look like a fact. #}
{% macro to_aud(amount, rate='rate_to_aud') -%}
    cast({{ amount }} * {{ rate }} as decimal(18, 4))
{%- endmacro %}
