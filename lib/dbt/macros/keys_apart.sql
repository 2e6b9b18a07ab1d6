{#
    The keys that a table has and the one before it doesn't ('withdrawn'), and the other way round ('missing'). `now` and
    `before` are relations, or queries in parentheses.
#}
{% macro keys_apart(table, now, before, key) -%}
    {%- set key = key | join(', ') -%}
    select '{{ table }}' as table_name, 'withdrawn' as fault, concat_ws(' ', {{ key }}) as row_key
    from {{ now }} as there
    anti join {{ before }} as before using ({{ key }})
    union all
    select '{{ table }}', 'missing', concat_ws(' ', {{ key }})
    from {{ before }} as before
    anti join {{ now }} as there using ({{ key }})
{%- endmacro %}
