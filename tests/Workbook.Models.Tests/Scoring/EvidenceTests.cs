using Workbook.Models.Running;
using Workbook.Models.Scoring;

namespace Workbook.Models.Tests.Scoring;

public sealed class EvidenceTests
{
    [Fact]
    public void Coverage_of_the_coffee_shop()
    {
        using var shop = SampleProject.CoffeeShop();
        shop.Build();

        var coverage = EvidenceCollector.Collect(shop.Read()).Coverage;

        Assert.Equal(new Coverage(5, 8), coverage.TestedModels);
        Assert.Equal(new Coverage(5, 5), coverage.TestedKeys);
        Assert.Equal(new Coverage(0, 2), coverage.GoldContracts);
        Assert.Equal(2, coverage.DocumentedModels.Covered);
        Assert.Empty(coverage.WithoutKeyTest);
    }

    [Fact]
    public void Columns_of_the_database_that_nobody_described_count()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "select 1 as id, 2 as b, 3 as c, 4 as d"),
            ("models/schema.yml", "models: [{name: a, description: One row., data_tests: [{unique_combination_of_columns: {combination_of_columns: [b, c]}}], columns: [{name: id, description: Number., data_tests: [not_null]}]}]"),
            ("macros/combination.sql", "{% test unique_combination_of_columns(model, combination_of_columns) %} select 1 from {{ model }} where false {% endtest %}"));
        Assert.Equal(new Coverage(1, 1), EvidenceCollector.Collect(project.Read()).Coverage.DocumentedColumns);
        project.Build();

        var coverage = EvidenceCollector.Collect(project.Read()).Coverage;

        Assert.Equal((new Coverage(1, 4), new Coverage(3, 4), new Coverage(1, 1)), (coverage.DocumentedColumns, coverage.TestedColumns, coverage.TestedKeys));
    }

    [Fact]
    public void Key_is_tested_where_it_is_both_unique_and_never_null()
    {
        using var project = SampleProject.Of(
            ("models/unique_only.sql", "select 1 as id"),
            ("models/both.sql", "select 1 as id"),
            ("models/by_contract.sql", "{{ config(materialized='table', contract={'enforced': true}) }} select 1 as id"),
            ("models/unenforced.sql", "select 1 as id"),
            ("models/schema.yml", """
                models:
                  - {name: unique_only, columns: [{name: id, data_tests: [unique]}]}
                  - {name: both, columns: [{name: id, data_tests: [unique, not_null]}]}
                  - {name: by_contract, columns: [{name: id, data_type: integer, data_tests: [unique], constraints: [{type: not_null}]}]}
                  - {name: unenforced, columns: [{name: id, data_type: integer, constraints: [{type: primary_key}]}]}
                """));

        var keys = NodeTests.Of(project.Read(), BuiltColumns.None).Where(node => node.HasTestedKey).Select(node => node.Node.Name);

        Assert.Equal(["both", "by_contract"], keys);
    }

    [Fact]
    public void Outcomes_are_those_of_the_last_time_that_a_node_ran()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "{{ config(materialized='table') }} select unnest(range(20)) as id"),
            ("models/b.sql", "select * from {{ ref('a') }}"),
            ("models/schema.yml", "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]"));
        project.Build();
        project.Build();
        project.Build(new ModelRunOptions { Command = "test" });
        project.Write("models/b.sql", "select nothing from {{ ref('a') }}");
        project.Build(new ModelRunOptions { Command = "run", Select = ["b"] });

        var evidence = EvidenceCollector.Collect(project.Read());

        var (a, b) = (evidence.Nodes.Single(node => node.Name == "a"), evidence.Nodes.Single(node => node.Name == "b"));
        Assert.Equal((true, 1, 20, 20), (a.Succeeded, a.EarlierSeconds.Count, a.RowsWritten, a.Rows));
        Assert.InRange(a.Bytes!.Value, 1, 1 << 20);
        Assert.Equal((false, 1, null, null), (b.Succeeded, b.EarlierSeconds.Count, b.Rows, b.Bytes));
        Assert.True(Assert.Single(evidence.Checks).Passed);
        Assert.Equal(["success", "success", "success", "failed"], evidence.Runs.Select(run => run.Status));
    }

    [Fact]
    public void Results_of_another_runner_are_read_where_there_is_no_log()
    {
        using var project = SampleProject.Of(("models/a.sql", "{{ config(materialized='table') }} select 1 as id"));
        project.Build();
        File.Delete(Path.Combine(project.Target, NodeLog.FileName));

        var node = Assert.Single(EvidenceCollector.Collect(project.Read()).Nodes);

        Assert.Equal((true, 1L), (node.Succeeded, node.RowsWritten));
    }

    [Fact]
    public void Compiling_is_no_run()
    {
        using var project = SampleProject.Of(("models/a.sql", "select 1 as id"));
        project.Build(new ModelRunOptions { Command = "compile" });

        var evidence = EvidenceCollector.Collect(project.Read());

        Assert.Null(Assert.Single(evidence.Nodes).Succeeded);
        Assert.Empty(evidence.Runs);
    }

    [Fact]
    public void Project_that_was_never_built_is_scored_by_its_files_and_makes_no_database()
    {
        using var project = SampleProject.Of(("models/a.sql", "select 1 as id"));

        var card = Scorecard.Of(EvidenceCollector.Collect(project.Read()));

        Assert.Equal(6, card.Points);
        Assert.False(File.Exists(project.Database));
    }

    [Fact]
    public void Sources_exposures_owners_and_append_models_are_seen()
    {
        using var project = SampleProject.Of(
            ("data/part.csv", "x,loaded\n1,2024-03-01 10:00:00\n"),
            ("models/schema.yml", """
                sources:
                  - name: raw
                    loaded_at_field: loaded
                    freshness: {warn_after: {count: 1, period: hour}}
                    meta: {external_location: "read_csv('data/{name}.csv')"}
                    tables: [{name: part}, {name: unwatched, freshness: null}]
                models:
                  - name: kept
                    config: {meta: {owner: the shop}}
                exposures:
                  - {name: board, type: dashboard, owner: {name: Ann}, depends_on: [ref('kept')]}
                  - {name: orphan, type: dashboard, depends_on: [ref('kept')]}
                """),
            ("models/kept.sql", "{{ config(materialized='incremental', incremental_strategy='append') }} select * from {{ source('raw', 'part') }}"));
        project.Build();
        SourceFreshness.Check(project.Read(), new ModelRunOptions());

        var evidence = EvidenceCollector.Collect(project.Read());

        Assert.Equal([new("raw.part", true, "warn"), new("raw.unwatched", false, null)], evidence.Sources);
        Assert.Equal(new Coverage(1, 2), evidence.OwnedExposures);
        Assert.Equal((true, false), (evidence.Nodes[0].HasOwner, evidence.Nodes[0].IsRepeatable));
    }

    [Fact]
    public void Red_flags_are_raised_and_can_be_taken_down()
    {
        using var project = SampleProject.Of(
            ("seeds/two.csv", "id,code\n1,a\n2,a\n"),
            ("models/v1.sql", "select * from {{ ref('two') }}"),
            ("models/v2.sql", "select * from {{ ref('v1') }}"),
            ("models/v3.sql", "select * from {{ ref('v2') }}"),
            ("models/v4.sql", "select * from {{ ref('v3') }}"),
            ("models/v5.sql", "select * from {{ ref('v4') }}"),
            ("models/gold/fct_open.sql", "with t as (select * from {{ ref('v1') }}) select * from t"),
            ("models/gold/fct_closed.sql", "with t as (select * from {{ ref('v1') }}), final as (select id from t) select * from final union all select id from t"),
            ("models/gold/fct_meant.sql", "{{ config(meta={'lint_ignore': ['select_star']}) }} select * from {{ ref('v1') }}"),
            ("models/many.sql", "{{ config(materialized='table') }} select i as id from range(0, 500) as numbers(i)"),
            ("models/gold/fct_fan.sql", "{{ config(materialized='table') }} select a.id from {{ ref('seen') }} as a join {{ ref('seen') }} as b on a.id % 10 = b.id % 10"),
            ("models/seen.sql", "select * from {{ ref('many') }}"));
        project.Build();

        var flags = EvidenceCollector.Collect(project.Read()).RedFlags;

        Assert.Equal(["fct_fan larger_than_input has 25,000 rows made of 500", "fct_open select_star", "v5 view_chain is the last of 5 views, each on the one before"],
            flags.Select(flag => $"{flag.Node} {flag.Rule}{(flag.Rule == RedFlags.SelectStar ? "" : " " + flag.Found)}"));
    }

    [Fact]
    public void Speed_is_that_of_builds_that_wrote_much()
    {
        using var project = SampleProject.Of(
            ("models/grows.sql", "{{ config(materialized='incremental') }} select i as id from range(0, 12000) as numbers(i) {% if is_incremental() %} where i > 11990 {% endif %}"));
        project.Build();
        project.Build();

        var node = Assert.Single(EvidenceCollector.Collect(project.Read()).Nodes);

        Assert.Equal((9, 12_000), (node.RowsWritten, node.BulkRows));
        Assert.Equal(node.EarlierSeconds[0], node.BulkSeconds);
    }

    [Fact]
    public void Bytes_of_all_tables_are_about_those_of_the_file()
    {
        using var project = SampleProject.Of(
            ("models/numbers.sql", "{{ config(materialized='table') }} select i, hash(i) as h, repeat(hash(i)::varchar, 3) as t from range(0, 200000) as numbers(i)"),
            ("models/copies.sql", "{{ config(materialized='table') }} select * from {{ ref('numbers') }}"));
        project.Build();

        var bytes = EvidenceCollector.Collect(project.Read()).Nodes.Sum(node => node.Bytes!.Value);

        Assert.InRange(bytes, new FileInfo(project.Database).Length * 0.8, new FileInfo(project.Database).Length);
    }
}
