using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Cli.Tests;

/// <summary>A folder with a small lake in it, gone after the test.</summary>
internal sealed class TestLake : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "lake");

    public string Warehouse => System.IO.Path.Combine(Path, "warehouse.duckdb");

    public string Table(string source) => System.IO.Path.Combine(Path, "bronze", "delta", source);

    public static TestLake WithOrders()
    {
        var lake = new TestLake();
        lake.AddTable("orders", "SELECT * FROM (VALUES (1, 'book', 12.50::DECIMAL(9,2)), (2, 'pen', NULL)) t(id, item, price) ORDER BY id");
        return lake;
    }

    public DeltaTable AddTable(string source, string sql)
    {
        using var connection = WorkbookDatabase.Open();
        var schema = DeltaSchema.FromSql(connection.Query($"DESCRIBE {sql}", row => (row.GetString(0), row.GetString(1))));
        var table = DeltaTable.Create(Table(source), schema);
        table.Append(connection, sql);
        return table;
    }

    public void AddParquet(string file, string sql)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"COPY ({sql}) TO {Sql.Literal(path)} (FORMAT parquet)");
    }

    public void AddWarehouse(string sql)
    {
        Directory.CreateDirectory(Path);
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = Warehouse });
        connection.Execute(sql);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
