{% macro lake() %}{{ env_var('WORKBOOK_LAKE', '../../lake') }}{% endmacro %}

{#
    A folder for a layer's Parquet files. SQL has no mkdir: a COPY of several files makes its folder, and leaves a note
    in it that says whose the folder is.
#}
{% macro make_layer_folder(layer) -%}
    copy (select 'The {{ layer }} tables of the warehouse as Parquet, written anew when they change.' as about)
    to '{{ lake() }}/{{ layer }}' (format csv, header false, per_thread_output true, overwrite_or_ignore true, filename_pattern '_about')
{%- endmacro %}

{#
    Post-hook: the table as a Parquet file in the lake. The file carries a fingerprint of its rows, and a table that has
    not changed is not written again. For an incremental table the fingerprint is its row count and newest arrivals (a
    row only changes when something arrives); for a table that is rebuilt, it is a hash of all rows. DuckDB writes
    beside the old file and renames, so a reader sees the old rows or the new ones.
#}
{% macro export_parquet(arrivals=[]) -%}
    {%- if execute and config.get('materialized') in ['table', 'incremental'] -%}
        {%- set file = lake() ~ '/' ~ this.schema ~ '/' ~ this.identifier ~ '.parquet' -%}
        {%- set query -%}
            select
                count(*)
                {%- for column in arrivals %} || ' ' || coalesce(max({{ column }})::varchar, '') {%- else %} || ' ' || bit_xor(hash(rows)) {%- endfor %} as fingerprint,
                (select count(*) from glob('{{ file }}')) as files
            from {{ this }} as rows
        {%- endset -%}
        {%- set found = run_query(query) -%}
        {%- set fingerprint = found.columns[0].values()[0] -%}
        {%- set written = none -%}
        {%- if found.columns[1].values()[0] > 0 -%}
            {%- set query -%}
                select decode(value) from parquet_kv_metadata('{{ file }}') where decode(key) = 'fingerprint'
            {%- endset -%}
            {%- set written = run_query(query).columns[0].values() | first -%}
        {%- endif -%}
        {%- if written != fingerprint -%}
            copy {{ this }} to '{{ file }}' (format parquet, kv_metadata {fingerprint: '{{ fingerprint }}'})
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
