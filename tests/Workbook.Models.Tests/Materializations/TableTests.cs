using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Tests.Materializations;

public sealed class TableTests : IDisposable
{
    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void A_table_is_built_and_replaced_and_its_rows_are_counted()
    {
        Assert.Equal(new BuildOutcome(3, "OK"), _shop.Build(_shop.Model("t", "SELECT range AS id FROM range(3)")));
        Assert.Equal(new BuildOutcome(5, "OK"), _shop.Build(_shop.Model("t", "SELECT range AS id FROM range(5)")));
        Assert.Equal(5, _shop.Rows("t").Length);
    }

    [Theory]
    [InlineData("SELECT 1 AS id;")]
    [InlineData("SELECT 1 AS id -- no; end")]
    [InlineData("SELECT 1 AS id ; -- the end;\n ; /* ; */")]
    [InlineData("WITH a AS (SELECT 1 AS id) SELECT id FROM a;\n\n")]
    [InlineData("FROM (SELECT 1 AS id) WHERE 'a;' != $$;$$ AND E'\\';' != ';'")]
    [InlineData("SELECT 1 AS id /* ; */")]
    public void A_select_may_end_as_people_end_it(string sql)
    {
        _shop.Build(_shop.Model("t", sql));
        _shop.Build(_shop.Model("v", sql, "view"));
        _shop.Build(_shop.Incremental(sql, "append") with { FullRefresh = true });
        _shop.Build(_shop.Incremental(sql, "merge", "id"));
        _shop.Build(_shop.Incremental(sql, "append"));

        Assert.Equal(["1"], _shop.Rows("t"));
        Assert.Equal(["1"], _shop.Rows("v"));
        Assert.Equal(["1", "1"], _shop.Rows());
    }

    [Theory]
    [InlineData("table")]
    [InlineData("view")]
    [InlineData("incremental")]
    [InlineData("external")]
    public void An_error_names_the_line_of_the_compiled_file(string materialized)
    {
        var model = _shop.Model("t", "SELECT 1 AS id,\n       2 AS b\nFROM nowhere", materialized)
            with { External = new ExternalOptions { Location = _shop.At("t.parquet") } };
        Assert.Contains("LINE 3:", Assert.Throws<DuckDBException>(() => _shop.Build(model)).Message);
    }

    [Fact]
    public void A_table_becomes_a_view_and_a_view_a_table()
    {
        foreach (var (materialized, kind) in new[]
        {
            ("table", RelationKind.Table), ("view", RelationKind.View), ("incremental", RelationKind.Table),
            ("external", RelationKind.View), ("table", RelationKind.Table),
        })
        {
            _shop.Build(_shop.Model("Thing", "SELECT 1 AS id", materialized) with { External = new ExternalOptions { Location = _shop.At("thing") } });
            Assert.Equal(kind, ModelMaterialization.Existing(_shop.Connection, _shop.Relation("thing")));
        }
    }

    [Fact]
    public void Is_incremental_only_on_a_table_that_is_there_without_full_refresh()
    {
        Assert.True(ModelMaterialization.IsIncremental(RelationKind.Table, "incremental", fullRefresh: false));
        Assert.False(ModelMaterialization.IsIncremental(RelationKind.Table, "incremental", fullRefresh: true));
        Assert.False(ModelMaterialization.IsIncremental(RelationKind.View, "incremental", fullRefresh: false));
        Assert.False(ModelMaterialization.IsIncremental(null, "incremental", fullRefresh: false));
        Assert.False(ModelMaterialization.IsIncremental(RelationKind.Table, "table", fullRefresh: false));
    }

    [Fact]
    public void An_unknown_materialization_is_refused_with_the_known_ones()
    {
        var fault = Assert.Throws<WorkbookException>(() => _shop.Build(_shop.Model("t", "SELECT 1", "materialised_view")));
        Assert.Equal("memory.main.t: there is no materialization 'materialised_view'. Use one of view, table, incremental, external, or ephemeral.", fault.Message);
    }

    [Fact]
    public void Hooks_and_the_record_run_in_order_each_on_its_side_of_the_transaction()
    {
        var log = new List<string>();
        ModelHook Hook(string name, bool inTransaction) => new(() => { log.Add(name); return inTransaction ? $"INSERT INTO hooks VALUES ('{name}')" : " "; }, inTransaction);
        _shop.Connection.Execute("CREATE TABLE hooks (name VARCHAR)");

        _shop.Build(_shop.Model("t", "SELECT name FROM hooks") with
        {
            PreHooks = [Hook("pre in", true), Hook("pre out", false)],
            PostHooks = [Hook("post out", false), Hook("post in", true)],
            Recorded = _ => log.Add("recorded"),
        });

        Assert.Equal(["pre out", "pre in", "post in", "recorded", "post out"], log);
        Assert.Equal(["pre in"], _shop.Rows("t"));
    }

    [Theory]
    [InlineData("view", "table")]
    [InlineData("table", "view")]
    [InlineData("table", "table")]
    [InlineData("table", "incremental")]
    public void A_failure_at_the_last_moment_leaves_everything_as_it_was(string before, string after)
    {
        _shop.Build(_shop.Model("orders", "SELECT 1 AS id, 'old' AS note", before));
        _shop.Connection.Execute("CREATE TABLE runs (model VARCHAR)");

        var failing = _shop.Model("orders", "SELECT 1 AS id, 'new' AS note", after) with
        {
            Incremental = new IncrementalOptions { UniqueKey = ["id"] },
            PostHooks = [new(() => "CREATE TABLE from_hook (id INTEGER)")],
            Recorded = connection =>
            {
                connection.Execute("INSERT INTO runs VALUES ('orders')");
                throw new WorkbookException("the record failed");
            },
        };
        Assert.Throws<WorkbookException>(() => _shop.Build(failing));

        Assert.Equal(["1|old"], _shop.Rows());
        Assert.Empty(_shop.Rows("runs"));
        Assert.Null(ModelMaterialization.Existing(_shop.Connection, _shop.Relation("from_hook")));
        _shop.Build(failing with { Recorded = connection => connection.Execute("INSERT INTO runs VALUES ('orders')") });
        Assert.Equal(["1|new"], _shop.Rows());
        Assert.Equal(["orders"], _shop.Rows("runs"));
    }

    [Fact]
    public void Two_connections_build_different_models_of_one_file_at_once()
    {
        using var shop = new Shop(inFile: true);
        shop.Connection.Execute("CREATE TABLE runs (model VARCHAR)");
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            using var connection = shop.Open();
            for (var round = 0; round < 6; round++)
                foreach (var materialized in new[] { "table", "view", "incremental" })
                    ModelMaterialization.Build(connection, shop.Model($"m{thread}_{materialized}", $"SELECT range AS id, {round} AS round FROM range(20000)", materialized) with
                    {
                        Incremental = new IncrementalOptions { Strategy = round % 2 == 0 ? "merge" : "delete+insert", UniqueKey = ["id"] },
                        Recorded = recording => recording.Execute("INSERT INTO runs VALUES (?)", $"m{thread}_{materialized}"),
                    });
        });

        Assert.Equal(4 * 6 * 3, shop.Rows("runs").Length);
        for (var thread = 0; thread < 4; thread++)
            foreach (var materialized in new[] { "table", "view", "incremental" })
                Assert.Equal(["20000|5|5"], shop.Read($"SELECT count(*), min(round), max(round) FROM m{thread}_{materialized}"));
    }
}
