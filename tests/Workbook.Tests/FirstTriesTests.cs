using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Delta;
using Workbook.Pipelines;
using Workbook.Query;
using Workbook.Reconciliation;
using Workbook.Tests.Database;

namespace Workbook.Tests;

/// <summary>What somebody types who has read nothing: it compiles, and does what it says.</summary>
public sealed class FirstTriesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    private string Table()
    {
        var path = _folder.File("prices");
        var table = DeltaTable.Create(path, DeltaSchema.FromSql([("id", "BIGINT"), ("price", "DECIMAL(10,2)")]));
        table.Append("SELECT * FROM (VALUES (1, 2.50), (2, 4.00), (3, NULL)) AS price(id, price)");
        return path;
    }

    [Fact]
    public void Read_a_Delta_table()
    {
        var rows = DeltaTable.Open(Table()).Read();
        Assert.Equal((3, 2.50m), (rows.Count, rows[0].Get<decimal>("price")));
        Assert.Equal([2L], DeltaTable.Open(_folder.File("prices")).Read(where: "price > 3", columns: "id").Get<long>("id"));
    }

    [Fact]
    public void Change_a_Delta_table()
    {
        var table = DeltaTable.Open(Table());
        table.Update(set: new Dictionary<string, string> { ["price"] = "price * 2" }, where: "id = 1");
        table.Delete(where: "id = 3");
        Assert.Equal([5.00m, 4.00m], table.Read(columns: "price").Get<decimal>("price"));
        // The first append is version 1.
        Assert.Equal(3, table.Read(version: 1).Count);
    }

    [Fact]
    public void Add_up_a_column()
    {
        var rows = DeltaTable.Open(Table()).Read();
        Assert.Equal(6.50m, rows.Sum("price"));
        Assert.Equal(6m, rows.Sum("ID"));
        Assert.Equal(0.75m, SqlRows.Read(_connection, "SELECT unnest([0.25::DOUBLE, 0.5, NULL]) AS share").Sum("share"));
        Assert.Equal(0m, SqlRows.Read(_connection, "SELECT 1 AS n WHERE false").Sum("n"));
        Assert.Contains("Column 'city' can't be added up: expected numbers, found String 'Perth'.", Assert.Throws<WorkbookException>(() => SqlRows.Read(_connection, "SELECT 'Perth' AS city").Sum("city")).Message);
        Assert.Contains("The rows have no column 'prise'; they have id, price.", Assert.Throws<WorkbookException>(() => rows.Sum("prise")).Message);
    }

    [Fact]
    public void Draw_rows()
    {
        var rows = SqlRows.Read(_connection, "SELECT * FROM (VALUES ('Mon', 3), ('Tue', 5)) AS sales(day, sales)");
        Assert.Equal(Chart.Bar(_connection, "SELECT * FROM (VALUES ('Mon', 3), ('Tue', 5)) AS sales(day, sales)", x: "day", y: "sales").ToPlotlyJson(), Chart.Bar(rows, x: "day", y: "sales").ToPlotlyJson());
        Assert.Contains("\"mode\":\"lines", Chart.Line(rows, x: "day", y: "sales").ToPlotlyJson());
        Assert.Contains("pie", Chart.Pie(rows, labels: "day", values: "sales").ToPlotlyJson());
    }

    [Fact]
    public void Find_duplicates()
    {
        _connection.Execute("""
            CREATE TABLE people AS
            SELECT i AS id, 'Ann' || i AS first_name, 'Lee' || (i % 50) AS last_name, 'ann' || i || '@example.com' AS email, '0412' || lpad(i::VARCHAR, 6, '0') AS phone, DATE '1980-01-01' + i::INTEGER AS birth_date
            FROM range(200) AS numbers(i)
            UNION ALL SELECT 1000 + i, 'Ann' || i, 'Lee' || (i % 50), 'ann' || i || '@example.com', '0412' || lpad(i::VARCHAR, 6, '0'), DATE '1980-01-01' + i::INTEGER FROM range(20) AS numbers(i)
            """);
        var found = Deduplication.Run(_connection, "people");
        Assert.Equal((220, 200), (found.Records, found.Clusters));
        Assert.Contains("No match model can be made from the columns n:", Assert.Throws<WorkbookException>(() => Deduplication.Run(_connection, "(SELECT 1 AS n)")).Message);
    }

    [Fact]
    public void Compare_two_tables()
    {
        _connection.Execute("CREATE TABLE orders AS SELECT * FROM (VALUES (1, 10.00), (2, 20.00), (3, 30.00)) AS o(order_id, total)");
        _connection.Execute("CREATE TABLE payments AS SELECT * FROM (VALUES (1, 10.00), (2, 21.00)) AS p(order_id, total)");
        Assert.False(Reconciler.Run(_connection, "orders", "payments", key: "order_id").IsEqual);
        var report = Reconciler.Run(_connection, "orders", "payments", key: "order_id", amount: "total");
        Assert.Equal((60m, 31m), (report.Left.Total, report.Right.Total));
        Assert.True(Reconciler.Run(_connection, "orders", "orders", "order_id", "total", compare: "total").IsEqual);
    }

    [Fact]
    public void Load_what_is_declared()
    {
        var people = new Resource("people", "SELECT 1 AS id, 'Ann' AS name") { PrimaryKey = ["id"] };
        var loaded = new Pipeline("first", [people]).Run(_connection, _folder.File("lake"));
        Assert.Equal(1, loaded.Single().Rows);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }
}
