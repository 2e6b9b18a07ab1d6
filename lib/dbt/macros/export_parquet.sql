{# The lake's folder as it is, and within a literal of SQL. #}
{% macro lake_folder() %}{{ env_var('WORKBOOK_LAKE', '../../lake') }}{% endmacro %}
{% macro lake() %}{{ lake_folder() | replace("'", "''") }}{% endmacro %}

{# What reads files takes a pattern, where [ * ? stand for other letters; so spelled they mean themselves. #}
{% macro as_pattern(path) %}{{ path | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]') }}{% endmacro %}

{#
    A folder for a layer's Parquet files. SQL has no mkdir: a COPY of several files makes its folder, and leaves a note
    in it that says whose the folder is. Readers of whole folders pass by names that begin with _ or a dot.
#}
{% macro make_layer_folder(layer, table=none) -%}
    copy (select 'The {{ layer }} tables of the warehouse as Parquet, written anew when they change.' as about)
    to '{{ lake() }}/{{ layer }}{{ '/' ~ table if table else '' }}' (
        format csv,
        header false,
        per_thread_output true,
        overwrite_or_ignore true,
        filename_pattern '_about'
    )
{%- endmacro %}

{#
    Earlier versions wrote gold/fct_sales.parquet where gold/fct_sales/fct_sales.parquet lies now. Such files move, which
    needs our runner; dbt can only name them.
#}
{% macro give_tables_folders(layer) -%}
    {%- if execute -%}
        {%- set query -%}
            select parse_filename(file, true), parse_filename(file, true) in (
                select parse_filename(parse_dirpath(file)) from glob('{{ as_pattern(lake()) }}/{{ layer }}/*/*.parquet')
            )
            from glob('{{ as_pattern(lake()) }}/{{ layer }}/*.parquet')
            order by 1
        {%- endset -%}
        {%- set moved = [] -%}
        {%- for table, has_folder in run_query(query).rows -%}
            {%- set folder = lake_folder() ~ '/' ~ layer -%}
            {%- if has_folder or adapter.move_file is not defined -%}
                {%- do log(folder ~ '/' ~ table ~ '.parquet is of an earlier version: the table lies in ' ~ layer ~ '/' ~ table ~ ' now. Delete the file.', info=true) -%}
            {%- else -%}
                {%- do adapter.move_file(folder ~ '/' ~ table ~ '.parquet', folder ~ '/' ~ table ~ '/' ~ table ~ '.parquet') -%}
                {%- do moved.append(table) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if moved -%}
            {%- do log('Each table of ' ~ layer ~ ' has a folder of its own now, such as ' ~ layer ~ '/' ~ moved[0] ~ '/' ~ moved[0] ~ '.parquet: ' ~ moved | join(', ') ~ ' moved.', info=true) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
    Post-hook: the table as a Parquet file in a folder of its own. The file carries a fingerprint of columns and rows, and a
    table that has not changed is not written again. By default the fingerprint hashes all rows; a large incremental table
    names a cheaper aggregate in its meta. There, too, stands what the file is sorted by: each row group then holds few
    days, and its statistics let a reader skip it. Rows are written beside the folder and moved into it whole, so a reader
    sees the old rows or the new ones; under dbt, which moves no files, the folder shortly has a file tmp_… as well.
#}
{% macro export_parquet() -%}
    {%- if execute -%}
        {%- set table = this.schema ~ '/' ~ this.identifier ~ '/' ~ this.identifier ~ '.parquet' -%}
        {%- set file = as_pattern(lake()) ~ '/' ~ table -%}
        {%- set meta = config.get('meta') or {} -%}
        {%- set sorted_by = (meta.get('sorted_by') or []) | join(', ') -%}
        {%- set row_group_size = var('parquet_row_group_size') -%}
        {%- set query -%}
            select
                '{{ adapter.get_columns_in_relation(this) | map(attribute='name') | join(' ') }} ' || count(*) || ' ' || ({{ meta.get('fingerprint', 'bit_xor(hash(t))') }})
                    || '{{ ' sorted by ' ~ sorted_by if sorted_by else '' }} in groups of {{ row_group_size }}',
                (select count(*) from glob('{{ file }}'))
            from {{ this }} as t
        {%- endset -%}
        {%- set found = run_query(query) -%}
        {%- set now = found.columns[0].values()[0] or 'empty' -%}
        {%- set written = none -%}
        {%- if found.columns[1].values()[0] > 0 -%}
            {%- set query -%}
                select max(decode(value)) from parquet_kv_metadata('{{ file }}') where decode(key) = 'fingerprint'
            {%- endset -%}
            {%- set written = run_query(query).columns[0].values()[0] -%}
        {%- endif -%}
        {%- if written != now or flags.FULL_REFRESH -%}
            {%- set moves = adapter.move_file is defined -%}
            {%- set unfinished = this.schema ~ '/.' ~ this.identifier ~ '.parquet.new' -%}
            {%- if not moves -%}
                {%- do run_query(make_layer_folder(this.schema, this.identifier)) -%}
            {%- endif -%}
            {%- set copy -%}
            copy (from {{ this }}{{ ' order by ' ~ sorted_by if sorted_by else '' }}) to '{{ lake() }}/{{ unfinished if moves else table }}' (
                format parquet,
                compression zstd,
                compression_level 1,
                dictionary_size_limit 1000, -- keys and amounts hardly repeat: no dictionary is tried on them
                row_group_size {{ row_group_size }},
                kv_metadata {fingerprint: '{{ now }}'},
                use_tmp_file {{ not moves }}
            )
            {%- endset -%}
            {%- if moves -%}
                {%- do run_query(copy) -%}
                {%- do adapter.move_file(lake_folder() ~ '/' ~ unfinished, lake_folder() ~ '/' ~ table) -%}
            {%- else -%}
                {{ copy }}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
