{#
    What an incremental model has taken already: the greatest value of a column in its table, as a literal, so that
    DuckDB can skip the Parquet row groups below it. Rows are taken by arrival and never by event date: a row that is
    late by a year is as new as any other.
#}
{% macro watermark(column) -%}
    {%- set newest = none -%}
    {%- if execute -%}
        {%- set query -%}
            select strftime(max({{ column }}) at time zone 'UTC', '%Y-%m-%d %H:%M:%S.%f') from {{ this }}
        {%- endset -%}
        {%- set newest = run_query(query).columns[0].values()[0] -%}
    {%- endif -%}
    timestamptz '{{ newest or "0001-01-01 00:00:00" }}+00'
{%- endmacro %}

{#
    One row for each key. The winner does not depend on who arrived first: it is the row in the file whose name sorts
    last (files are named for their day, so that is the latest day's delivery), of one file's own versions the one that
    was ingested last, and of one version the lowest line. Most keys come once, so only the repeated ones are sorted.
    `rows` names a CTE with src_filename, ingested_at and src_line.
#}
{% macro newest_per_key(rows, key) -%}
    {%- set key = key | join(', ') -%}
    with

    repeated as (
        select {{ key }} from {{ rows }} group by all having count(*) > 1
    )

    select *
    from {{ rows }}
    anti join repeated using ({{ key }})
    union all
    select *
    from {{ rows }}
    semi join repeated using ({{ key }})
    qualify row_number() over (
        partition by {{ key }}
        order by src_filename desc, ingested_at desc, src_line
    ) = 1
{%- endmacro %}
