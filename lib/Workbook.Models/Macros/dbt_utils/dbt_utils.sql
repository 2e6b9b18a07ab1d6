{# What projects use most of the package dbt_utils, so that they run without installing it. #}

{% macro generate_surrogate_key(field_list) -%}
    {%- set null_text = var('surrogate_key_treat_nulls_as_empty_strings', false) -%}
    {%- set parts = [] -%}
    {%- for field in field_list -%}
        {%- if not loop.first -%} {%- do parts.append("'-'") -%} {%- endif -%}
        {%- do parts.append("coalesce(cast(" ~ field ~ " as varchar), '" ~ ('' if null_text else '_dbt_utils_surrogate_key_null_') ~ "')") -%}
    {%- endfor -%}
    md5(cast({{ parts | join(' || ') }} as varchar))
{%- endmacro %}

{% macro star(from, relation_alias=none, except=[], prefix='', suffix='', quote_identifiers=true) -%}
    {%- if not execute -%} *
    {%- else -%}
        {%- set left_out = except | map('lower') | list -%}
        {%- set names = [] -%}
        {%- for column in adapter.get_columns_in_relation(from) if column.name | lower not in left_out -%}
            {%- set name = (relation_alias ~ '.' if relation_alias else '') ~ adapter.quote(column.name) -%}
            {%- do names.append(name ~ (' as ' ~ adapter.quote(prefix ~ column.name ~ suffix) if prefix or suffix else '')) -%}
        {%- endfor -%}
        {{ names | join(',\n    ') }}
    {%- endif -%}
{%- endmacro %}

{% macro get_column_values(table, column, order_by='count(*) desc', max_records=none, default=none, where=none) -%}
    {%- if not execute -%} {{ return(default if default is not none else []) }} {%- endif -%}
    {%- set values = run_query(
        "select " ~ column ~ " as value from " ~ table ~ (" where " ~ where if where else "") ~ " group by " ~ column
        ~ " order by " ~ order_by ~ (" limit " ~ max_records if max_records is not none else "")) -%}
    {{ return(values.columns[0].values()) }}
{%- endmacro %}

{% macro get_single_value(query, default=none) -%}
    {%- if not execute -%} {{ return(default) }} {%- endif -%}
    {%- set values = run_query(query).columns[0].values() -%}
    {{ return(values[0] if values | length > 0 else default) }}
{%- endmacro %}

{% macro pivot(column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0, quote_identifiers=true, distinct=false) -%}
    {%- for value in values %}
    {{ agg }}({{ 'distinct ' if distinct }}case when {{ column }} {{ cmp }} '{{ value | string | replace("'", "''") }}' then {{ then_value }} else {{ else_value }} end)
        {%- if alias %} as {{ adapter.quote(prefix ~ value ~ suffix) if quote_identifiers else prefix ~ value ~ suffix }}{% endif %}
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro date_spine(datepart, start_date, end_date) %}
    select cast(unnest(generate_series(cast({{ start_date }} as timestamp), cast({{ end_date }} as timestamp) - interval 1 {{ datepart }}, interval 1 {{ datepart }})) as timestamp) as date_{{ datepart }}
{% endmacro %}

{% macro group_by(n) -%} group by {% for i in range(1, n + 1) %}{{ i }}{{ ', ' if not loop.last }}{% endfor %} {%- endmacro %}

{% macro safe_divide(numerator, denominator) -%} ( {{ numerator }} ) / nullif(( {{ denominator }} ), 0) {%- endmacro %}

{% macro safe_add(field_list) -%}
    {% for field in field_list %}coalesce({{ field }}, 0){{ ' + ' if not loop.last }}{% endfor %}
{%- endmacro %}

{% macro deduplicate(relation, partition_by, order_by) %}
    select *
    from {{ relation }}
    qualify row_number() over (partition by {{ partition_by }} order by {{ order_by }}) = 1
{% endmacro %}

{% macro union_relations(relations, column_override=none, include=[], exclude=[], source_column_name='_dbt_source_relation', where=none) %}
    {%- for relation in relations %}
    select {{ "cast('" ~ relation ~ "' as varchar) as " ~ source_column_name ~ ", " if source_column_name is not none }}*
        {%- if exclude %} exclude ({{ exclude | join(', ') }}){% endif %}
    from {{ relation }}
    {{- ' where ' ~ where if where }}
    {{ 'union all by name' if not loop.last }}
    {%- endfor %}
{% endmacro %}

{% test expression_is_true(model, expression, column_name=none) %}
select 1
from {{ model }}
where not ({{ column_name ~ ' ' if column_name }}{{ expression }})
{% endtest %}

{% test unique_combination_of_columns(model, combination_of_columns, quote_columns=false) %}
select {{ combination_of_columns | join(', ') }}, count(*) as n_records
from {{ model }}
group by {{ combination_of_columns | join(', ') }}
having count(*) > 1
{% endtest %}

{% test accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) %}
select *
from {{ model }}
where false
    {% if min_value is not none %}or {{ column_name }} {{ '<' if inclusive else '<=' }} {{ min_value }}{% endif %}
    {% if max_value is not none %}or {{ column_name }} {{ '>' if inclusive else '>=' }} {{ max_value }}{% endif %}
{% endtest %}

{% test not_null_proportion(model, column_name, at_least=1.0, at_most=1.0) %}
with share as (
    select count({{ column_name }}) / nullif(count(*), 0) as not_null_proportion
    from {{ model }}
)

select *
from share
where not_null_proportion < {{ at_least }} or not_null_proportion > {{ at_most }}
{% endtest %}

{% test not_constant(model, column_name) %}
select count(distinct {{ column_name }}) as distinct_values
from {{ model }}
having count(distinct {{ column_name }}) = 1
{% endtest %}

{% test not_empty_string(model, column_name, trim_whitespace=true) %}
select *
from {{ model }}
where {{ 'trim(' ~ column_name ~ ')' if trim_whitespace else column_name }} = ''
{% endtest %}

{% test at_least_one(model, column_name) %}
select 1
from (select count({{ column_name }}) as filled from {{ model }}) as counted
where filled = 0
{% endtest %}

{% test equal_rowcount(model, compare_model) %}
select *
from (select (select count(*) from {{ model }}) as rows_here, (select count(*) from {{ compare_model }}) as rows_there) as counted
where rows_here <> rows_there
{% endtest %}

{% test recency(model, field, datepart, interval) %}
select max({{ field }}) as most_recent
from {{ model }}
having max({{ field }}) < now() - interval {{ interval }} {{ datepart }} or max({{ field }}) is null
{% endtest %}

{% test cardinality_equality(model, column_name, to, field) %}
(select {{ column_name }}, count(*) as n_records from {{ model }} group by all)
except
(select {{ field }}, count(*) from {{ to }} group by all)
{% endtest %}

{% test equality(model, compare_model, compare_columns=none) %}
{%- set columns = compare_columns | join(', ') if compare_columns else '*' %}
(select {{ columns }} from {{ model }} except all select {{ columns }} from {{ compare_model }})
union all
(select {{ columns }} from {{ compare_model }} except all select {{ columns }} from {{ model }})
{% endtest %}

{% test relationships_where(model, column_name, to, field, from_condition='true', to_condition='true') %}
select child.{{ column_name }}
from (select * from {{ model }} where {{ from_condition }}) as child
where child.{{ column_name }} is not null
    and not exists (
        select 1
        from (select * from {{ to }} where {{ to_condition }}) as parent
        where parent.{{ field }} = child.{{ column_name }}
    )
{% endtest %}
