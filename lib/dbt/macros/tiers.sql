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

{# Where a supplier delivers from. #}
{% macro supplier_region(country_code) -%}
    case
        when {{ country_code }} in ('AU', 'NZ') then 'Oceania'
        when {{ country_code }} in ('CN', 'VN', 'IN', 'JP', 'SG', 'KR', 'TH', 'ID', 'MY') then 'Asia'
        when {{ country_code }} in ('US', 'CA', 'MX') then 'North America'
        when {{ country_code }} in ('DE', 'GB', 'FR', 'IT', 'ES', 'NL', 'PL') then 'Europe'
        else 'Other'
    end
{%- endmacro %}

{# By the orders of the year before the business clock. #}
{% macro customer_segment() -%}
    case
        when order_count = 0 then 'prospect'
        when last_order_date < as_of_date - interval 1 year then 'lost'
        when last_order_date < as_of_date - interval 180 days then 'lapsing'
        when is_vip or orders_last_year_count >= 12 then 'champion'
        when first_order_date >= as_of_date - interval 90 days then 'new'
        when orders_last_year_count >= 4 then 'loyal'
        else 'occasional'
    end
{%- endmacro %}
