using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Pipelines;
using Workbook.Tests.Database;

namespace Workbook.Tests.Pipelines;

/// <summary>Each row of the source is in the table once, whatever its cursor, and whatever happened to the run before.</summary>
public sealed class LosslessTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_row_that_comes_later_with_the_same_cursor_is_loaded()
    {
        var orders = Appended("day");
        Arrive("(1, DATE '2024-01-01'), (2, DATE '2024-01-02')", "id, day");
        Load(orders);
        Arrive("(1, DATE '2024-01-01'), (2, DATE '2024-01-02'), (3, DATE '2024-01-02')", "id, day");
        Assert.Equal(1, Load(orders).Rows);
        Assert.Equal(0, Load(orders).Rows);
        Assert.Equal(["1", "2", "3"], Rows("t", "id"));
    }

    [Fact]
    public void Equal_rows_at_the_cursor_are_counted_not_taken_for_one()
    {
        Arrive("('tea', 5), ('tea', 5)", "item, tick");
        Load(Appended("tick"));
        Arrive("('tea', 5), ('tea', 5), ('tea', 5)", "item, tick");
        Assert.Equal(1, Load(Appended("tick")).Rows);
        Assert.Equal(["3"], Rows("t", "count(*)"));
    }

    [Fact]
    public void With_a_key_a_row_at_the_cursor_is_known_by_it_whatever_else_it_says()
    {
        var orders = Appended("tick") with { PrimaryKey = ["id"] };
        Arrive("(1, 5, 'first')", "id, tick, seen");
        Load(orders);
        Arrive("(1, 5, 'second'), (2, 5, 'second')", "id, tick, seen");
        Assert.Equal(1, Load(orders).Rows);
        Assert.Equal(["1 first", "2 second"], Rows("t", "id || ' ' || seen"));
    }

    [Fact]
    public void Merge_takes_a_change_that_has_the_same_cursor()
    {
        var people = Appended("tick") with { PrimaryKey = ["id"], Disposition = WriteDisposition.Merge };
        Arrive("(1, 5, 'Ann'), (2, 5, 'Bob')", "id, tick, name");
        Load(people);
        Arrive("(1, 5, 'Anna'), (2, 5, 'Bob')", "id, tick, name");
        Assert.Equal(1, Load(people).Rows);
        Assert.Equal(["1 Anna", "2 Bob"], Rows("t", "id || ' ' || name"));
    }

    [Fact]
    public void Merge_takes_a_value_away_and_brings_a_column_that_is_new()
    {
        var people = Appended("tick") with { PrimaryKey = ["id"], Disposition = WriteDisposition.Merge };
        Arrive("(1, 5, 'Ann')", "id, tick, name");
        Load(people);
        Arrive("(1, 5, 'red')", "id, tick, color");
        Assert.Equal(1, Load(people).Rows);
        Assert.Equal(["1 - red"], Rows("t", "id || ' ' || coalesce(name, '-') || ' ' || color"));
        Arrive("(1, 5, 'red', 7)", "id, tick, color, size");
        Assert.Equal(1, Load(people).Rows);
        Assert.Equal(0, Load(people).Rows);
        Assert.Equal(["7"], Rows("t", "size"));
    }

    [Fact]
    public void A_text_cursor_without_a_known_order_is_refused()
    {
        Arrive("('order_9'), ('order_10')", "id");
        Assert.Contains("the cursor 'id' is a text of 7 to 8 letters, neither always a number nor always an instant (0 and 0 of 2), so that its order isn't known: as texts '9' comes after '10'", Fault(Appended("id")));
        Arrive("('01HV'), ('01HX')", "id");
        Load(Appended("id"));
        Arrive("('01HV'), ('01HX'), ('01HY')", "id");
        Assert.Equal((1, "01HX", "01HY"), Figures(Load(Appended("id"))));
        Arrive("(true)", "id");
        Assert.Contains("is BOOLEAN, which doesn't grow", Fault(Appended("id") with { Name = "other" }));
        Arrive("('NaN'::DOUBLE)", "id");
        Assert.Contains("1 rows have no value in the cursor 'id', or an infinite one", Fault(Appended("id") with { Name = "third" }));
    }

    [Fact]
    public void Rows_that_come_late_are_looked_for_and_not_taken_twice()
    {
        Arrive("(1, 5), (2, 9)", "id, tick");
        Load(Appended("tick") with { Lookback = "4" });
        Arrive("(1, 5), (2, 9), (3, 6), (4, 4)", "id, tick");
        Assert.Equal(1, Load(Appended("tick") with { Lookback = "4" }).Rows);
        Assert.Equal(["1", "2", "3"], Rows("t", "id"));
        Assert.Contains("the lookback 'INTERVAL 1 DAY' can't be taken from the cursor 'tick', which is INTEGER", Fault(Appended("tick") with { Lookback = "INTERVAL 1 DAY" }));
    }

    [Fact]
    public void Rows_of_the_table_without_a_cursor_are_told_not_doubled()
    {
        Arrive("(1)", "id");
        Load(new Resource("t", "SELECT * FROM arrived"));
        Arrive("(1, 5)", "id, tick");
        Assert.Contains("1 rows of the table have no value in the cursor 'tick'", Fault(Appended("tick")));
    }

    [Theory]
    [InlineData("9007199254740993::BIGINT", "1.5::DOUBLE", "v is DOUBLE now, expected BIGINT")]
    [InlineData("1.5::DOUBLE", "9007199254740993::BIGINT", "v is BIGINT now, expected DOUBLE")]
    [InlineData("1::BIGINT", "true", "v is BOOLEAN now, expected BIGINT")]
    [InlineData("1.5::DECIMAL(38,20)", "1e30::DECIMAL(38,0)", "v is DECIMAL(38,0) now, expected DECIMAL(38,20)")]
    [InlineData("{'a': 1}", "{'a': 'x'}", "v is STRUCT(\"a\" VARCHAR) now, expected STRUCT(\"a\" INTEGER)")]
    public void A_type_that_would_change_values_is_refused(string before, string after, string fault)
    {
        _connection.Execute($"CREATE OR REPLACE TABLE arrived AS SELECT 1 AS id, {before} AS v");
        Load(Appended("id"));
        _connection.Execute($"CREATE OR REPLACE TABLE arrived AS SELECT 2 AS id, {after} AS v");
        Assert.Contains(fault, Fault(Appended("id")));
        Assert.Equal(["1"], Rows("t", "id"));
    }

    [Fact]
    public void A_frozen_schema_does_not_widen()
    {
        Arrive("(1, 1)", "id, v");
        Load(Appended("id"));
        Arrive("(2, 3000000000)", "id, v");
        Assert.Contains("v is BIGINT now, expected INTEGER, and the schema may not evolve", Fault(Appended("id") with { NewColumns = SchemaMode.Freeze }));
        Assert.Equal(["v: INTEGER → BIGINT"], Load(Appended("id")).Widened);
    }

    [Fact]
    public void A_text_cursor_of_numbers_is_compared_as_numbers()
    {
        Arrive("('8'), ('9')", "id");
        Load(Appended("id"));
        Arrive("('8'), ('9'), ('10')", "id");
        Assert.Equal((1, "9", "10"), Figures(Load(Appended("id"))));
        Arrive("('8'), ('9'), ('10'), ('11')", "id");
        Assert.Equal((1, "10", "11"), Figures(Load(Appended("id"))));
    }

    [Fact]
    public void A_text_cursor_of_instants_is_compared_as_instants()
    {
        Arrive("('2024-01-01T12:00:00+02:00')", "tick");
        Load(Appended("tick"));
        Arrive("('2024-01-01T12:00:00+02:00'), ('2024-01-01T11:00:00Z'), ('2024-01-01T09:00:00Z')", "tick");
        Assert.Equal(1, Load(Appended("tick")).Rows);
        Assert.Equal(["2024-01-01T11:00:00Z", "2024-01-01T12:00:00+02:00"], Rows("t", "tick"));
    }

    [Fact]
    public void A_rerun_after_a_half_failed_run_does_not_double_what_was_loaded()
    {
        Arrive("(1), (2)", "id");
        var pipeline = new Pipeline("test", [new Resource("t", "SELECT * FROM arrived"), new Resource("u", "SELECT * FROM not_there")]);
        Assert.ThrowsAny<Exception>(() => pipeline.Run(_connection, _folder.Path));
        _connection.Execute("CREATE TABLE not_there AS SELECT 7 AS id");
        pipeline.Run(_connection, _folder.Path);
        Assert.Equal(["1", "2"], Rows("t", "id"));
        Assert.Equal(["7"], Rows("u", "id"));
        pipeline.Run(_connection, _folder.Path);
        Assert.Equal(["1", "1", "2", "2"], Rows("t", "id"));
    }

    [Theory]
    [InlineData("1::INTEGER", "3000000000::BIGINT", "BIGINT")]
    [InlineData("3000000000::BIGINT", "1::INTEGER", "BIGINT")]
    [InlineData("1.5::DECIMAL(4,1)", "12345.25::DECIMAL(7,2)", "DECIMAL(7,2)")]
    [InlineData("1234.5::DECIMAL(5,1)", "1.255::DECIMAL(4,3)", "DECIMAL(7,3)")]
    [InlineData("7::BIGINT", "1.5::DECIMAL(4,1)", "DECIMAL(20,1)")]
    [InlineData("7::BIGINT", "1.5::DOUBLE", "DOUBLE")]
    [InlineData("{'a': 1}", "{'a': 2, 'b': 'x'}", "STRUCT(a INTEGER, b VARCHAR)")]
    [InlineData("{'a': 1, 'b': 'x'}", "{'b': 'y'}", "STRUCT(a INTEGER, b VARCHAR)")]
    [InlineData("[{'a': 1}]", "[{'a': 3000000000, 'b': 'x'}]", "STRUCT(a BIGINT, b VARCHAR)[]")]
    public void A_type_widens_and_no_value_changes(string before, string after, string type)
    {
        Arrive($"(1, {before})", "id, v");
        Load(Appended("id"));
        Arrive($"(1, {before}), (2, {after})", "id, v");
        Assert.Equal(1, Load(Appended("id")).Rows);
        Assert.Equal([type, type], Rows("t", "typeof(v)").Select(value => value.Replace("\"", "")));
        Assert.Equal(2, _connection.Scalar<long>($"SELECT count(*) FROM {Scan("t")} t JOIN (SELECT 1 AS id, CAST({before} AS {type}) AS v UNION ALL SELECT 2, CAST({after} AS {type})) e ON t.id = e.id AND t.v IS NOT DISTINCT FROM e.v"));
    }

    [Fact]
    public void A_cursor_or_key_that_is_no_column_is_told_with_those_that_are()
    {
        Arrive("(1, 2)", "id, changed_at");
        Assert.Contains("Resource 't': the cursor 'change_at' is none of its columns (id, changed_at). Did you mean 'changed_at'?", Fault(Appended("change_at")));
        Assert.Contains("Resource 't': the primary key 'nr' is none of its columns (id, changed_at)", Fault(Appended("id") with { PrimaryKey = ["nr"], Disposition = WriteDisposition.Merge }));
    }

    private static Resource Appended(string cursor) => new("t", "SELECT * FROM arrived") { Cursor = cursor };

    private void Arrive(string values, string columns) => _connection.Execute($"CREATE OR REPLACE TABLE arrived AS SELECT * FROM (VALUES {values}) v({columns})");

    private LoadedResource Load(Resource resource) => new Pipeline("test", [resource]).Run(_connection, _folder.Path)[0];

    private string Fault(Resource resource) => Assert.Throws<WorkbookException>(() => Load(resource)).Message;

    private static (long, string?, string?) Figures(LoadedResource loaded) => (loaded.Rows, loaded.CursorFrom, loaded.CursorTo);

    private string Scan(string table) => DeltaTable.Open(new LakeFolder(_folder.Path).BronzeTable(table)).Snapshot().ScanSql();

    private List<string> Rows(string table, string expression) =>
        _connection.Query($"SELECT CAST({expression} AS VARCHAR) AS value FROM {Scan(table)} ORDER BY value", row => row.GetString(0));
}
