using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Pipelines;
using Workbook.Tests.Database;

namespace Workbook.Tests.Pipelines;

/// <summary>Lists as tables of their own, where that is asked for.</summary>
public sealed class ChildTableTests : IDisposable
{
    private static readonly Resource Orders = new("orders", "SELECT * FROM arrived") { PrimaryKey = ["id"], Cursor = "tick", Disposition = WriteDisposition.Merge, ChildTables = ["lines"] };

    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_list_of_structs_becomes_rows_with_the_parents_key_and_a_position()
    {
        Arrive("(1, 5, [{'sku': 'a', 'n': 2}, {'sku': 'b', 'n': 1}]), (2, 5, []), (3, 5, NULL)");
        Load(Orders);
        Assert.Equal(["1 1 a 2", "1 2 b 1"], Rows("orders_lines", "orders_id || ' ' || position || ' ' || sku || ' ' || n"));
        Assert.Equal(["id", "tick"], DeltaTable.Open(Table("orders")).Snapshot().Schema.Fields.Select(field => field.Name));
    }

    [Fact]
    public void A_changed_list_takes_the_place_of_the_former_and_its_structs_may_grow()
    {
        Arrive("(1, 5, [{'sku': 'a', 'n': 2}, {'sku': 'b', 'n': 1}]), (2, 5, [{'sku': 'z', 'n': 9}])");
        Load(Orders);
        Arrive("(1, 6, [{'sku': 'c', 'n': 3000000000, 'gift': true}]), (2, 5, [{'sku': 'z', 'n': 9, 'gift': NULL}])");
        Assert.Equal(2, Load(Orders).Rows);
        Assert.Equal(["1 1 c 3000000000 true", "2 1 z 9 -"], Rows("orders_lines", "orders_id || ' ' || position || ' ' || sku || ' ' || n || ' ' || coalesce(gift::VARCHAR, '-')"));
        Arrive("(2, 7, [])");
        Load(Orders);
        Assert.Equal(["1"], Rows("orders_lines", "orders_id"));
    }

    [Fact]
    public void A_list_of_values_has_them_as_value()
    {
        Arrive("(1, 5, ['x', 'y'])");
        Load(Orders with { Disposition = WriteDisposition.Replace, Cursor = null });
        Assert.Equal(["1 x", "2 y"], Rows("orders_lines", "position || ' ' || value"));
        Arrive("(1, 5, ['w'])");
        Load(Orders with { Disposition = WriteDisposition.Replace, Cursor = null });
        Assert.Equal(["1 w"], Rows("orders_lines", "position || ' ' || value"));
    }

    [Fact]
    public void A_list_that_nobody_asked_to_part_stays_a_column()
    {
        Arrive("(1, 5, [{'sku': 'a'}])");
        Load(Orders with { ChildTables = [] });
        Assert.Equal(["a"], Rows("orders", "lines[1].sku"));
    }

    [Fact]
    public void What_is_no_list_is_told()
    {
        Arrive("(1, 5, 7)");
        Assert.Contains("'lines' shall become a child table and is INTEGER; expected a list", Fault(Orders));
        Assert.Contains("'line' shall become a child table, and is none of its columns (id, tick, lines). Did you mean 'lines'?", Fault(Orders with { ChildTables = ["line"] }));
        Arrive("(1, 5, [{'position': 1}])");
        Assert.Contains("the structs of 'lines' have a member 'position', which the child table has of its own", Fault(Orders));
        Assert.Contains("'orders' has child tables without a primary key", Fault(Orders with { PrimaryKey = [] }));
        Assert.False(DeltaTable.Exists(Table("orders")));
    }

    private void Arrive(string values) => _connection.Execute($"CREATE OR REPLACE TABLE arrived AS SELECT * FROM (VALUES {values}) v(id, tick, lines)");

    private LoadedResource Load(Resource resource) => new Pipeline("test", [resource]).Run(_connection, _folder.Path)[^1];

    private string Fault(Resource resource) => Assert.Throws<WorkbookException>(() => Load(resource)).Message;

    private string Table(string name) => new LakeFolder(_folder.Path).BronzeTable(name);

    private List<string> Rows(string table, string expression) => _connection.Query(
        $"SELECT CAST({expression} AS VARCHAR) AS value FROM {DeltaTable.Open(Table(table)).Snapshot().ScanSql()} ORDER BY value", row => row.GetString(0));
}
