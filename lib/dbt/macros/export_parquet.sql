{# The lake's folder within a literal of SQL. #}
{% macro lake() %}{{ env_var('WORKBOOK_LAKE', '../../lake') | replace("'", "''") }}{% endmacro %}

{# What reads files takes a pattern, where [ * ? stand for other letters; so spelled they mean themselves. #}
{% macro as_pattern(path) %}{{ path | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]') }}{% endmacro %}

{#
    A folder for a layer's Parquet files. SQL has no mkdir: a COPY of several files makes its folder, and leaves a note
    in it that says whose the folder is.
#}
{% macro make_layer_folder(layer) -%}
    copy (select 'The {{ layer }} tables of the warehouse as Parquet, written anew when they change.' as about)
    to '{{ lake() }}/{{ layer }}' (
        format csv,
        header false,
        per_thread_output true,
        overwrite_or_ignore true,
        filename_pattern '_about'
    )
{%- endmacro %}

{#
    Post-hook: the table as a Parquet file in the lake. The file carries a fingerprint of columns and rows, and a table that has
    not changed is not written again. By default the fingerprint hashes all rows; a large incremental table names a
    cheaper aggregate in its meta. DuckDB writes beside the old file and renames, so a reader sees the old rows or the
    new ones.
#}
{% macro export_parquet() -%}
    {%- if execute -%}
        {%- set file = lake() ~ '/' ~ this.schema ~ '/' ~ this.identifier ~ '.parquet' -%}
        {%- set fingerprint = (config.get('meta') or {}).get('fingerprint', 'bit_xor(hash(t))') -%}
        {%- set query -%}
            select
                '{{ adapter.get_columns_in_relation(this) | map(attribute='name') | join(' ') }} ' || count(*) || ' ' || ({{ fingerprint }}),
                (select count(*) from glob('{{ as_pattern(file) }}'))
            from {{ this }} as t
        {%- endset -%}
        {%- set found = run_query(query) -%}
        {%- set now = found.columns[0].values()[0] or 'empty' -%}
        {%- set written = none -%}
        {%- if found.columns[1].values()[0] > 0 -%}
            {%- set query -%}
                select max(decode(value)) from parquet_kv_metadata('{{ as_pattern(file) }}') where decode(key) = 'fingerprint'
            {%- endset -%}
            {%- set written = run_query(query).columns[0].values()[0] -%}
        {%- endif -%}
        {%- if written != now or flags.FULL_REFRESH -%}
            copy {{ this }} to '{{ file }}' (
                format parquet,
                compression zstd,
                compression_level 1,
                dictionary_size_limit 1000, -- keys and amounts hardly repeat: no dictionary is tried on them
                kv_metadata {fingerprint: '{{ now }}'}
            )
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
