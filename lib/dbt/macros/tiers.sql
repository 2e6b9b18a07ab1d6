{% macro lead_time_tier(days) -%}
    case
        when {{ days }} <= 7 then 'express'
        when {{ days }} <= 21 then 'standard'
        when {{ days }} <= 45 then 'slow'
        else 'very slow'
    end
{%- endmacro %}

{# Against the average shop of the same channel. #}
{% macro store_size_category(orders, average) -%}
    case
        when {{ orders }} >= 1.5 * {{ average }} then 'large'
        when {{ orders }} >= 0.5 * {{ average }} then 'medium'
        else 'small'
    end
{%- endmacro %}

{% macro age_band(years) -%}
    case
        when {{ years }} is null then 'unknown'
        when {{ years }} < 25 then '18-24'
        when {{ years }} < 35 then '25-34'
        when {{ years }} < 45 then '35-44'
        when {{ years }} < 55 then '45-54'
        when {{ years }} < 65 then '55-64'
        else '65+'
    end
{%- endmacro %}
