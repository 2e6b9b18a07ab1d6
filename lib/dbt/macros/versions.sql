{#
    How a row that is deleted, changed or back again in bronze reaches every incremental model, in three steps:
    1. Each row carries its version, a number made of all that it is made of: `row_version`.
    2. `take_back`, a pre-hook, deletes what has another version by now, or none.
    3. The model adds the keys that it doesn't have: `not_taken`.
    No step asks when a row came, so one that is restored with the time of its first arrival counts like any other.
#}

{# Of a row of bronze: a number made of all its columns. #}
{% macro row_version() %}cast(hash(*columns(*)) >> 1 as bigint){% endmacro %}

{# Of a row that is made of others: a number made of their versions, and of what was looked up for it. #}
{% macro version_of(values) %}cast(hash({{ values | join(', ') }}) >> 1 as bigint){% endmacro %}

{#
    Pre-hook of an incremental model: deletes the keys whose rows would have another version if they were made now.
    `made_of` is a query with the key and the row_version of each row that counts now; a key's version is the XOR of
    all its rows'. The XOR over all rows tells whether there is anything to do: one pass and no join when nothing has
    changed. `onward`: the last column of the key is a time, and rows look back; so all from the first change on go.
    `by_file`: the model's rows are those of raw files, and only files that it lacks rows of are read, if they are few.
    What was found is left for not_taken in two variables of the connection.
#}
{% macro take_back(made_of, key, onward=false, by_file=false) -%}
    {%- if execute and is_incremental() -%}
        {%- if 'row_version' not in adapter.get_columns_in_relation(this) | map(attribute='name') | list -%}
            -- A table of before there were versions is begun anew; no rows are deleted from one that gets a column.
            create or replace table {{ this }} as select *, cast(null as bigint) as row_version from {{ this }} where false;
            set variable {{ model.name }}_is_changed = true
        {%- else -%}
            {%- set query -%}
                select (select bit_xor(row_version) from {{ this }})
                    is distinct from (select bit_xor(row_version) from ({{ made_of }}) as now_made)
            {%- endset -%}
            {%- if run_query(query).columns[0].values()[0] -%}
                {{ delete_changed(made_of, key, onward) }};
                {% if by_file -%}
                set variable {{ model.name }}_files = (
                    -- Of many files each row would be compared with each name: then all are read.
                    select case when count(distinct src_filename) <= 50 then coalesce(list(distinct src_filename), []) end
                    from ({{ made_of }}) as now_made
                    anti join {{ this }} as taken using ({{ key | join(', ') }})
                );
                {%- endif %}
                set variable {{ model.name }}_is_changed = true
            {%- else -%}
                set variable {{ model.name }}_is_changed = false
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro delete_changed(made_of, key, onward) -%}
    {%- set keys = key | join(', ') -%}
    {%- set group = key[:-1] -%}
    delete from {{ this }} as taken
    using (
        with

        known as materialized (
            select {{ keys }}, bit_xor(row_version) as row_version from {{ this }} group by all
        ),

        current as materialized (
            select {{ keys }}, bit_xor(row_version) as row_version from ({{ made_of }}) as now_made group by all
        ),

        changed as (
            (from known except from current)
            union all
            (from current except from known)
        )

        {% if onward -%}
        select {{ group | join(', ') }}, min({{ key[-1] }}) as {{ key[-1] }} from changed group by all
        {%- else -%}
        select distinct {{ keys }} from changed
        {%- endif %}
    ) as changed
    where {% for column in (group if onward else key) -%}
        taken.{{ column }} = changed.{{ column }}{% if not loop.last %} and {% endif %}
    {%- endfor %}
    {%- if onward %} and taken.{{ key[-1] }} >= changed.{{ key[-1] }}{% endif %}
{%- endmacro %}

{# Whether take_back found a change. Where it didn't run, as in a unit test, there may be one. #}
{% macro is_changed() -%}
    coalesce(getvariable('{{ model.name }}_is_changed'), true)
{%- endmacro %}

{# What the model doesn't have; after take_back that is what is new, changed or back. #}
{% macro not_taken(key, by_file=false) -%}
    anti join {{ this }} as taken using ({{ key | join(', ') }})
    where {{ is_changed() }}
    {%- if by_file %} and coalesce(list_contains(getvariable('{{ model.name }}_files'), src_filename), true){% endif %}
{%- endmacro %}
