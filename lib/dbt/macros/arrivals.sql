{#
    One row for each key. The winner does not depend on who arrived first: it is the row in the file whose name sorts
    last (files are named for their day, so that is the latest day's delivery), of one file's own versions the one that
    was ingested last, and of one version the lowest line. Most keys come once, so only the repeated ones are sorted.
    The winner's version is that of all: who loses today may win once the others are withdrawn.
    `rows` names a CTE with src_filename, ingested_at, src_line and row_version.
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
    select * replace (bit_xor(row_version) over (partition by {{ key }}) as row_version)
    from {{ rows }}
    semi join repeated using ({{ key }})
    qualify row_number() over (
        partition by {{ key }}
        order by src_filename desc, ingested_at desc, src_line
    ) = 1
{%- endmacro %}
