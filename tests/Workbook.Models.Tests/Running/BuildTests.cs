using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Models.Tests.Running;

public sealed class BuildTests
{
    [Fact]
    public void Build_of_the_coffee_shop_passes_28_times()
    {
        using var shop = SampleProject.CoffeeShop();

        var summary = shop.Build();

        Assert.Equal(28, summary.Results.Count);
        Assert.Equal(8, summary.Count(NodeStatus.Success));
        Assert.Equal(20, summary.Count(NodeStatus.Pass));
        Assert.Equal(["1|2024-01-01|2024-01-04|2|36", "5|NULL|NULL|NULL|NULL"],
            shop.Rows("SELECT customer_id, first_order::VARCHAR, most_recent_order::VARCHAR, number_of_orders, customer_lifetime_value FROM customers WHERE customer_id IN (1, 5) ORDER BY 1"));
    }

    [Fact]
    public void Failed_model_skips_its_descendants_and_the_rest_runs()
    {
        using var project = SampleProject.Of(
            ("models/bad.sql", "select no_such_column from (select 1 as x)"),
            ("models/child.sql", "select * from {{ ref('bad') }}"),
            ("models/grandchild.sql", "select * from {{ ref('child') }}"),
            ("models/apart.sql", "select 1 as x"));

        var summary = project.Build();

        Assert.Equal("apart:Success bad:Error child:Skipped grandchild:Skipped", summary.Statuses());
        Assert.False(summary.IsSuccess);
        Assert.StartsWith("target/compiled/sample/models/bad.sql:1: Binder Error: ", summary.Of("bad").Message);
        Assert.Contains("Its source is models/bad.sql.", summary.Of("bad").Message);
    }

    [Fact]
    public void Error_names_the_line_of_the_compiled_file()
    {
        using var project = SampleProject.Of(("models/bad.sql", "{{ config(materialized='table') }}\nselect\n    1 as x,\n    nothing as y\n"));

        var message = project.Build().Of("bad").Message;

        var line = int.Parse(message.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("nothing as y", File.ReadAllLines(Path.Combine(project.Folder, message.Split(':')[0]))[line - 1]);
    }

    [Fact]
    public void Failing_test_keeps_what_reads_the_model_from_being_built()
    {
        using var project = SampleProject.Of(
            ("models/base.sql", "select 1 as id union all select 1"),
            ("models/child.sql", "select * from {{ ref('base') }}"),
            ("models/schema.yml", """
                models:
                  - name: base
                    columns:
                      - name: id
                        data_tests: [unique]
                """));

        var summary = project.Build();

        Assert.Equal("base:Success child:Skipped unique_base_id:Fail", summary.Statuses());
        Assert.Equal("Got 1 result, configured to fail if != 0. See them: target/compiled/sample/models/schema.yml/unique_base_id.sql", summary.Of("unique_base_id").Message);
    }

    [Fact]
    public void Fail_fast_leaves_the_rest_alone()
    {
        using var project = SampleProject.Of(
            ("profiles.yml", "sample:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: sample.duckdb, threads: 1}\n"),
            ("models/a_bad.sql", "select nothing"),
            ("models/b.sql", "select 1 as x"));

        var summary = project.Build(new ModelRunOptions { FailFast = true });

        Assert.Equal("a_bad:Error", summary.Statuses());
        Assert.True(summary.IsStopped);
    }

    [Fact]
    public void Severity_thresholds_and_stored_failures_are_heeded()
    {
        using var project = SampleProject.Of(
            ("models/numbers.sql", "select unnest([1, 2, null, null]) as x"),
            ("models/schema.yml", """
                models:
                  - name: numbers
                    columns:
                      - name: x
                        data_tests:
                          - not_null: {name: warns, config: {severity: warn}}
                          - not_null: {name: tolerates, config: {error_if: "> 2", warn_if: "> 1", store_failures: true}}
                          - not_null: {name: passes, config: {error_if: "> 2", warn_if: "> 2"}}
                          - not_null: {name: filtered, config: {where: "x > 1"}}
                          - not_null: {name: limited, config: {limit: 1, severity: warn}}
                """));

        var summary = project.Build();

        Assert.Equal("filtered:Pass limited:Warn numbers:Success passes:Pass tolerates:Warn warns:Warn", summary.Statuses());
        Assert.Equal([2, 1, 0], [summary.Of("warns").Failures, summary.Of("limited").Failures, summary.Of("filtered").Failures]);
        Assert.Equal(2, project.Ask<long>("SELECT count(*) FROM main_dbt_test__audit.tolerates"));
    }

    [Fact]
    public void All_failing_rows_are_kept_when_asked_for()
    {
        using var project = SampleProject.Of(
            ("models/numbers.sql", "select unnest([1, null]) as x"), ("models/schema.yml", "models: [{name: numbers, columns: [{name: x, data_tests: [not_null]}]}]"));

        ModelRunner.Run(Models.Project.ModelProject.Read(new ProjectOptions { Folder = project.Folder, StoreFailures = true }), new ModelRunOptions());

        Assert.Equal(1, project.Ask<long>("SELECT count(*) FROM main_dbt_test__audit.not_null_numbers_x"));
    }

    [Fact]
    public void External_model_grows_partition_by_partition()
    {
        using var project = SampleProject.Of(
            ("models/days.sql", """
                {{ config(materialized='external', location='lake/days', options={'partition_by': 'day'}, incremental_strategy='delete+insert', unique_key='id') }}
                select range as id, range // 2 as day
                from range(2 * {{ var('upto', 1) }})
                {% if is_incremental() %} where range > (select max(id) from {{ this }}) {% endif %}
                """),
            ("models/reader.sql", "{{ config(materialized='table') }} select count(*) as n from {{ ref('days') }}"));
        project.Build();
        var first = File.GetLastWriteTimeUtc(Directory.EnumerateFiles(Path.Combine(project.Folder, "lake", "days", "day=0"), "*.parquet").Single());

        var summary = ModelRunner.Run(project.Read(("upto", 3L)), new ModelRunOptions());

        Assert.Equal("days:Success reader:Success", summary.Statuses());
        Assert.Equal(6, project.Ask<long>("SELECT n FROM reader"));
        Assert.Equal(["day=0", "day=1", "day=2"], Directory.EnumerateDirectories(Path.Combine(project.Folder, "lake", "days")).Select(Path.GetFileName).Order());
        Assert.Equal(first, File.GetLastWriteTimeUtc(Directory.EnumerateFiles(Path.Combine(project.Folder, "lake", "days", "day=0"), "*.parquet").Single()));
    }

    [Fact]
    public void Ephemeral_models_stand_in_their_readers_as_tables()
    {
        using var project = SampleProject.Of(
            ("models/inner_one.sql", "{{ config(materialized='ephemeral') }} with a as (select 1 as x) select * from a"),
            ("models/outer_one.sql", "{{ config(materialized='ephemeral') }} select x + 1 as x from {{ ref('inner_one') }}"),
            ("models/last.sql", "-- a comment\nwith own as (select * from {{ ref('outer_one') }}) select x + (select x from {{ ref('inner_one') }}) as x from own"));

        var summary = project.Build();

        Assert.Equal("last:Success", summary.Statuses());
        Assert.Equal(3, project.Ask<int>("SELECT x FROM last"));
    }

    [Fact]
    public void Hooks_run_around_models_and_runs()
    {
        using var project = SampleProject.Of(
            ("dbt_project.yml", """
                name: sample
                profile: sample
                on-run-start: ["create table if not exists log (entry varchar)", "insert into log values ('start {{ target.name }}')"]
                on-run-end: "insert into log values ('end')"
                models:
                  +post-hook: "insert into log select 'after {{ this.name }} ' || count(*) from {{ this }}"
                """),
            ("models/three.sql", "{{ config(materialized='table', pre_hook=\"insert into log values ('before')\") }} select unnest([1, 2, 3]) as x"));

        project.Build();

        Assert.Equal(["start dev", "before", "after three 3", "end"], project.Rows("SELECT entry FROM log"));
    }

    [Fact]
    public void A_macro_moves_a_file_in_place_of_another_and_one_that_is_missing_is_an_error()
    {
        using var project = SampleProject.Of(
            ("macros/publish.sql", """
                {% macro publish() %}
                    {%- if execute and adapter.move_file is defined -%}
                        {%- do run_query("copy " ~ this ~ " to '" ~ var('folder') ~ "/" ~ this.name ~ ".new'") -%}
                        {%- do adapter.move_file(var('from', this.name ~ '.new'), 'out/' ~ this.name ~ '/all.csv') -%}
                    {%- endif -%}
                {% endmacro %}
                """),
            ("models/one.sql", "{{ config(materialized='table', post_hook='{{ publish() }}') }} select {{ var('x', 1) }} as x"));
        var file = Path.Combine(project.Folder, "out", "one", "all.csv");

        ModelRunner.Run(project.Read(("folder", project.Folder)), new ModelRunOptions());
        Assert.Equal("x\n1\n", File.ReadAllText(file));
        ModelRunner.Run(project.Read(("folder", project.Folder), ("x", 2L)), new ModelRunOptions());
        var summary = ModelRunner.Run(project.Read(("folder", project.Folder), ("x", 3L), ("from", "nowhere.new")), new ModelRunOptions());

        Assert.Equal("x\n2\n", File.ReadAllText(file));
        Assert.Contains($"adapter.move_file finds no file '{Path.Combine(project.Folder, "nowhere.new")}' to move to '{file}'.", summary.Of("one").Message);
    }

    [Fact]
    public void Macros_ask_the_database_while_a_model_is_compiled()
    {
        using var project = SampleProject.Of(
            ("macros/columns.sql", """
                {% macro names(relation) %}
                    {%- set found = [] -%}
                    {%- for column in adapter.get_columns_in_relation(relation) %}{% do found.append(column.name | upper) %}{% endfor -%}
                    {{ return(found) }}
                {% endmacro %}
                """),
            ("models/base.sql", "{{ config(materialized='table') }} select 1 as a, 'x' as b"),
            ("models/reader.sql", """
                {% set rows = run_query("select a, b from " ~ ref('base')) %}
                select '{{ names(ref('base')) | join('+') }}' as names,
                {% if execute %}{{ rows.columns[0].values()[0] + rows.rows[0].a }}{% else %}0{% endif %} as twice
                """));

        Assert.Equal("OK OK", string.Join(' ', project.Build().Results.Select(result => result.Message)));

        Assert.Equal(["A+B|2"], project.Rows("SELECT names, twice FROM reader"));
    }

    [Fact]
    public void Two_thread_build_of_many_models_equals_that_of_one()
    {
        var files = Enumerable.Range(0, 30).Select(n => ($"models/m{n:00}.sql", $"{{{{ config(materialized='{(n % 3 == 0 ? "table" : "view")}') }}}} select {n} as n {string.Concat(Enumerable.Range(0, n).Where(p => p % 7 == n % 5).Select(p => $" union all select n from {{{{ ref('m{p:00}') }}}}"))}")).ToArray();
        using var two = SampleProject.Of(files);
        using var one = SampleProject.Of([.. files, ("profiles.yml", "sample:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: sample.duckdb, threads: 1}\n")]);

        Assert.True(two.Build().IsSuccess);
        Assert.True(one.Build().IsSuccess);

        Assert.Equal(one.Rows("SELECT * FROM m29 ORDER BY 1"), two.Rows("SELECT * FROM m29 ORDER BY 1"));
    }

    [Fact]
    public void Unchanged_nodes_are_reused_until_code_or_data_changes()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "{{ config(materialized='table') }} select 1 as x"),
            ("models/b.sql", "{{ config(materialized='incremental', unique_key='x') }} select * from {{ ref('a') }} {% if is_incremental() %} where true {% endif %}"),
            ("models/c.sql", "select 5 as y"),
            ("models/schema.yml", "models: [{name: b, columns: [{name: x, data_tests: [unique]}]}]"));
        var options = new ModelRunOptions { ReuseUnchanged = true };
        project.Build(options);

        Assert.Equal("a:Reused b:Reused c:Reused unique_b_x:Reused", project.Build(options).Statuses());

        project.Write("models/a.sql", "{{ config(materialized='table') }} select 2 as x");
        Assert.Equal("a:Success b:Success c:Reused unique_b_x:Pass", project.Build(options).Statuses());
        Assert.Equal("a:Reused b:Reused c:Reused unique_b_x:Reused", project.Build(options).Statuses());

        using (var connection = project.Open())
            Database.SqlExtensions.Execute(connection, "DROP VIEW c");
        Assert.Equal("a:Reused b:Reused c:Success unique_b_x:Reused", project.Build(options).Statuses());
    }

    [Fact]
    public void Source_files_that_change_make_their_readers_stale()
    {
        using var project = SampleProject.Of(
            ("data/part-1.csv", "x\n1\n"),
            ("models/sources.yml", """
                sources:
                  - name: raw
                    meta: {external_location: "read_csv('data/{name}-*.csv')"}
                    tables: [{name: part}]
                """),
            ("models/reader.sql", "{{ config(materialized='table') }} select * from {{ source('raw', 'part') }}"));
        var options = new ModelRunOptions { ReuseUnchanged = true };
        Assert.Equal("reader:Success", project.Build(options).Statuses());
        Assert.Equal("reader:Reused", project.Build(options).Statuses());

        project.Write("data/part-2.csv", "x\n2\n");

        Assert.Equal("reader:Success", project.Build(options).Statuses());
        Assert.Equal(2, project.Ask<long>("SELECT count(*) FROM reader"));
    }

    [Fact]
    public void Snapshot_blocks_and_snapshots_of_property_files_keep_history()
    {
        using var project = SampleProject.Of(
            ("models/people.sql", "{{ config(materialized='table') }} select 1 as id, '{{ var('city', 'Rome') }}' as city"),
            ("snapshots/by_block.sql", "{% snapshot by_block %}{{ config(target_schema='history', unique_key='id', strategy='check', check_cols='all') }} select * from {{ ref('people') }}{% endsnapshot %}"),
            ("snapshots/by_file.yml", "snapshots: [{name: by_file, relation: ref('people'), config: {schema: history, unique_key: id, strategy: check, check_cols: [city]}}]"));
        project.Build();

        ModelRunner.Run(project.Read(("city", "Oslo")), new ModelRunOptions());

        const string history = "SELECT city, dbt_valid_to IS NULL FROM {0} ORDER BY dbt_valid_from";
        Assert.Equal(["Rome|False", "Oslo|True"], project.Rows(string.Format(System.Globalization.CultureInfo.InvariantCulture, history, "history.by_block")));
        Assert.Equal(["Rome|False", "Oslo|True"], project.Rows(string.Format(System.Globalization.CultureInfo.InvariantCulture, history, "main_history.by_file")));
    }
}
