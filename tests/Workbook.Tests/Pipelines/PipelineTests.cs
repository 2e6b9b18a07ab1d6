using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Pipelines;
using Workbook.Tests.Database;

namespace Workbook.Tests.Pipelines;

public sealed class PipelineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_cursor_takes_each_row_once()
    {
        var orders = new Resource("orders", "SELECT * FROM arrived") { Cursor = "id" };
        Arrive("SELECT range AS id, 'a' AS item FROM range(5)");
        Assert.Equal((5, null, "4"), Figures(Load(orders)));
        Arrive("SELECT range AS id, 'a' AS item FROM range(8)");
        Assert.Equal((3, "4", "7"), Figures(Load(orders)));
        Assert.Equal((0, "7", "7"), Figures(Load(orders)));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], Rows("orders", "id"));
    }

    [Fact]
    public void Merge_keeps_the_newest_state_of_each_key_also_when_states_come_together_or_late()
    {
        var people = new Resource("people", "SELECT * FROM arrived")
        {
            PrimaryKey = ["id"], Disposition = WriteDisposition.Merge, Cursor = "changed", Lookback = "INTERVAL 2 DAY",
        };
        Arrive("SELECT * FROM (VALUES (1, 'Ann', DATE '2024-01-01'), (1, 'Anna', DATE '2024-01-03'), (2, 'Bob', DATE '2024-01-02')) v(id, name, changed)");
        Load(people);
        Assert.Equal(["1 Anna", "2 Bob"], Rows("people", "id || ' ' || name"));
        Arrive("SELECT * FROM (VALUES (2, 'Rob', DATE '2024-01-04'), (3, 'Cy', DATE '2024-01-02'), (4, 'Di', DATE '2023-12-01')) v(id, name, changed)");
        Assert.Equal(2, Load(people).Rows);
        Assert.Equal(["1 Anna", "2 Rob", "3 Cy"], Rows("people", "id || ' ' || name"));
    }

    [Fact]
    public void Replace_holds_what_the_last_run_gave()
    {
        var rates = new Resource("rates", "SELECT * FROM arrived") { Disposition = WriteDisposition.Replace };
        Arrive("SELECT 1 AS x UNION ALL SELECT 2");
        Load(rates);
        Arrive("SELECT 3 AS x");
        Load(rates);
        Assert.Equal(["3"], Rows("rates", "x"));
        Arrive("SELECT 3 AS x WHERE false");
        Load(rates);
        Assert.Empty(Rows("rates", "x"));
    }

    [Fact]
    public void A_new_column_evolves_is_refused_or_left_out_as_declared()
    {
        Arrive("SELECT 1 AS id");
        Resource Of(SchemaMode mode) => new("things", "SELECT * FROM arrived") { Cursor = "id", NewColumns = mode };
        Load(Of(SchemaMode.Evolve));
        Arrive("SELECT 2 AS id, 'red' AS color");
        Assert.Contains("has color VARCHAR, which the table doesn't have", Assert.Throws<WorkbookException>(() => Load(Of(SchemaMode.Freeze))).Message);
        Assert.Equal(["color"], Load(Of(SchemaMode.Discard)).Ignored);
        Arrive("SELECT 3 AS id, 'red' AS color");
        Load(Of(SchemaMode.Evolve));
        Arrive("SELECT 4 AS id");
        Load(Of(SchemaMode.Evolve));
        Assert.Equal(["1 -", "2 -", "3 red", "4 -"], Rows("things", "id || ' ' || coalesce(color, '-')"));
    }

    [Fact]
    public void What_does_not_fit_is_told_and_nothing_is_written()
    {
        Arrive("SELECT 1 AS id, 5 AS n");
        Load(new Resource("t", "SELECT * FROM arrived") { Cursor = "id" });
        Arrive("SELECT 2 AS id, 'five' AS n");
        Assert.Contains("n is VARCHAR now, expected INTEGER", Fault(new Resource("t", "SELECT * FROM arrived") { Cursor = "id" }));
        Arrive("SELECT NULL::INTEGER AS id, 5 AS n");
        Assert.Contains("1 rows have no value in the cursor 'id'", Fault(new Resource("t", "SELECT * FROM arrived") { Cursor = "id" }));
        var merge = new Resource("t", "SELECT * FROM arrived") { PrimaryKey = ["id"], Disposition = WriteDisposition.Merge };
        Assert.Contains("1 rows have no value in the primary key (id)", Fault(merge));
        Arrive("SELECT 7 AS id, range::INTEGER AS n FROM range(2)");
        Assert.Contains("1 keys (id) come more than once", Fault(merge));
        Assert.Equal(["1"], Rows("t", "id"));
    }

    [Fact]
    public void All_faults_of_a_declaration_are_told_at_once()
    {
        var fault = Assert.Throws<WorkbookException>(() => new Pipeline("p",
        [
            new Resource("a b", "SELECT 1"), new Resource("c", "SELECT 1") { Disposition = WriteDisposition.Merge },
            new Resource("d", "SELECT 1 AS x") { Disposition = WriteDisposition.Replace, Cursor = "x" },
            new Resource("e", "SELECT 1 AS x") { Lookback = "1" }, new Resource("f", "SELECT 1 AS id") { NewColumns = SchemaMode.DiscardRow },
            new Resource("e", "SELECT 1"),
        ]).Run(_connection, _folder.Path));
        Assert.All(["'a b' is no table name", "'c' merges without", "'d' replaces", "'e' has a lookback", "'f' leaves out rows", "'e' is declared 2 times"], part => Assert.Contains(part, fault.Message));
    }

    [Fact]
    public void Each_run_is_in_the_history()
    {
        Arrive("SELECT 1 AS id");
        Load(new Resource("t", "SELECT * FROM arrived") { Cursor = "id" });
        Load(new Resource("t", "SELECT * FROM arrived") { Cursor = "id" });
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = new LakeFolder(_folder.Path).Warehouse });
        Assert.Equal(["1 -→1", "0 1→1"], warehouse.Query(
            "SELECT row_count || ' ' || coalesce(cursor_from, '-') || '→' || cursor_to FROM pipeline_runs WHERE pipeline = 'test' ORDER BY rowid", row => row.GetString(0)));
    }

    private void Arrive(string sql) => _connection.Execute($"CREATE OR REPLACE TABLE arrived AS {sql}");

    private LoadedResource Load(Resource resource) => new Pipeline("test", [resource]).Run(_connection, _folder.Path)[0];

    private string Fault(Resource resource) => Assert.Throws<WorkbookException>(() => Load(resource)).Message;

    private static (long, string?, string?) Figures(LoadedResource loaded) => (loaded.Rows, loaded.CursorFrom, loaded.CursorTo);

    private List<string> Rows(string table, string expression) => _connection.Query(
        $"SELECT CAST({expression} AS VARCHAR) AS value FROM {DeltaTable.Open(new LakeFolder(_folder.Path).BronzeTable(table)).Snapshot().ScanSql()} ORDER BY value", row => row.GetString(0));
}
