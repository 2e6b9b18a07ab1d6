using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class SchemaEvolutionTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void An_added_column_is_NULL_in_older_rows_and_absent_in_older_versions()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        table.AddColumns(new DeltaField("name", DeltaType.String));
        table.Append(_test.Connection, "SELECT 2 AS id, 'b' AS name");
        Assert.Equal(["""{"id":1,"name":null}""", """{"id":2,"name":"b"}"""], _test.Rows(table.Snapshot()));
        Assert.Equal(["""{"id":1}"""], _test.Rows(table.Snapshot(1)));
        Assert.Equal(_test.Rows(table.Snapshot()), SlowReader.Rows(_test.Folder, _test.Connection));
    }

    [Fact]
    public void An_append_adds_columns_only_when_it_may()
    {
        var table = _test.Create("id INTEGER");
        var fault = Assert.Throws<WorkbookException>(() => table.Append(_test.Connection, "SELECT 1 AS id, DATE '2020-01-01' AS day"));
        Assert.Contains("has no column 'day' (date), which the query gives. It has: id", fault.Message);
        table.Append(_test.Connection, "SELECT 1 AS id, DATE '2020-01-01' AS day", new() { MergeSchema = true });
        Assert.Equal(["""{"id":1,"day":"2020-01-01"}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_type_that_does_not_fit_is_refused_with_column_expected_and_found()
    {
        var table = _test.Create("id INTEGER, amount DECIMAL(10,2)");
        var fault = Assert.Throws<WorkbookException>(() => table.Append(_test.Connection, "SELECT 1 AS id, 1.5::DOUBLE AS amount", new() { MergeSchema = true }));
        Assert.Contains("expected decimal(10,2) in column 'amount' but found double in the query", fault.Message);
        Assert.Contains("expected integer in column 'id' but found long", Assert.Throws<WorkbookException>(() => table.Append(_test.Connection, "SELECT 1::BIGINT AS id")).Message);
        Assert.Equal(0, table.Snapshot().Version);
    }

    [Fact]
    public void A_narrower_type_is_widened_and_a_missing_column_is_NULL()
    {
        var table = _test.Create("id BIGINT, amount DECIMAL(10,2), name VARCHAR");
        table.Append(_test.Connection, "SELECT 1.5::DECIMAL(3,1) AS Amount, 7::TINYINT AS ID");
        Assert.Equal(["""{"id":7,"amount":1.5,"name":null}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void An_overwrite_may_replace_the_schema()
    {
        var table = _test.Create("id INTEGER, gone INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id, 2 AS gone");
        table.Overwrite(_test.Connection, "SELECT 'x' AS id", options: new() { OverwriteSchema = true });
        Assert.Equal(["""{"id":"x"}"""], _test.Rows(table.Snapshot()));
        Assert.Equal(["""{"id":1,"gone":2}"""], _test.Rows(table.Snapshot(1)));
        table.Restore(1);
        Assert.Equal(["""{"id":1,"gone":2}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_nested_struct_can_lack_fields_of_the_table()
    {
        var table = _test.Create("s STRUCT(a INTEGER, b VARCHAR)");
        table.Append(_test.Connection, "SELECT {'a': 1} AS s");
        Assert.Equal(["""{"s":{"a":1,"b":null}}"""], _test.Rows(table.Snapshot()));
    }

    [Theory]
    [InlineData("STRUCT(\"a b\" INTEGER, \"q\"\"x\" VARCHAR[])[]", "STRUCT(\"a b\" INTEGER, \"q\"\"x\" VARCHAR[])[]")]
    [InlineData("MAP(VARCHAR, DECIMAL(18,3))", "MAP(VARCHAR, DECIMAL(18,3))")]
    [InlineData("ENUM('a)', 'b')", "VARCHAR")]
    [InlineData("UBIGINT", "DECIMAL(20,0)")]
    [InlineData("TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE")]
    [InlineData("INTEGER[3]", "INTEGER[]")]
    public void A_DuckDB_type_survives_the_schema_string(string sqlType, string stored)
    {
        var schema = DeltaSchema.FromSql([("c", sqlType)]);
        Assert.Equal(stored, DeltaSchema.Parse(schema.ToJson()).Fields[0].Type.Sql);
        Assert.Equal(schema, DeltaSchema.Parse(schema.ToJson()));
    }

    [Theory]
    [InlineData("INTERVAL")]
    [InlineData("TIME")]
    [InlineData("UNION(a INTEGER)")]
    [InlineData("STRUCT(a BIT)")]
    public void A_type_that_Delta_lacks_is_refused_by_column(string sqlType) =>
        Assert.Contains("Column 'c' has the type", Assert.Throws<WorkbookException>(() => DeltaSchema.FromSql([("c", sqlType)])).Message);

    [Fact]
    public void A_schema_can_not_name_a_column_twice() =>
        Assert.Contains("'ID' 2 times", Assert.Throws<WorkbookException>(() => DeltaSchema.FromSql([("ID", "INTEGER"), ("id", "INTEGER")])).Message);

    [Fact]
    public void A_table_needs_a_column_besides_its_partition_columns() =>
        Assert.Contains("at least one column besides", Assert.Throws<WorkbookException>(() => _test.Create("id INTEGER", "id")).Message);
}
