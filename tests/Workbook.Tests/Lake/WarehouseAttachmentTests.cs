using DuckDB.NET.Data;
using SecondProcess;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Tests.Database;

namespace Workbook.Tests.Lake;

public sealed class WarehouseAttachmentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public WarehouseAttachmentTests()
    {
        Directory.CreateDirectory(Lake.Path);
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = Lake.Warehouse });
        warehouse.Execute("CREATE TABLE t AS SELECT 1 AS a");
    }

    private LakeFolder Lake => new(_folder.File("it's a lake"));

    [Fact]
    public void Idle_warehouse_is_read_in_place_and_can_not_be_written()
    {
        using var lake = LakeConnection.Open(Lake.Path);
        Assert.Empty(lake.Notes);
        Assert.Equal(1, lake.Connection.Scalar<int>("SELECT a FROM warehouse.t"));
        Assert.Equal(Lake.Warehouse, lake.Connection.Scalar<string>("SELECT path FROM duckdb_databases() WHERE database_name = 'warehouse'"));
        Assert.Throws<DuckDBException>(() => lake.Connection.Execute("DROP TABLE warehouse.t"));
    }

    /// <summary>What the writer committed last is in its write-ahead log, and is in the snapshot, too.</summary>
    [Fact]
    public void Warehouse_that_another_process_writes_is_read_from_a_copy_that_goes_with_the_connection()
    {
        using var writer = OtherProcess.Hold(Lake.Warehouse, "INSERT INTO t VALUES (2)");
        try
        {
            string copy;
            using (var lake = LakeConnection.Open(Lake.Path))
            {
                Assert.Matches($@"^warehouse\.duckdb is held by process {writer.Id}; its tables are read from a snapshot of \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$", Assert.Single(lake.Notes));
                Assert.Equal(3, lake.Connection.Scalar<long>("SELECT sum(a)::BIGINT FROM warehouse.t"));
                copy = lake.Connection.Scalar<string>("SELECT path FROM duckdb_databases() WHERE database_name = 'warehouse'");
                Assert.NotEqual(Lake.Warehouse, copy);
            }

            Assert.False(Directory.Exists(Path.GetDirectoryName(copy)));
        }
        finally
        {
            writer.Kill();
            writer.WaitForExit();
        }
    }

    [Fact]
    public void Warehouse_that_this_process_writes_is_left_out_with_a_note()
    {
        using var writer = WorkbookDatabase.Open(new DatabaseOptions { Path = Lake.Warehouse });
        using var lake = LakeConnection.Open(Lake.Path, new LakeConnectionOptions { AllowEmpty = true });
        Assert.StartsWith("warehouse.duckdb is open for writing in this process; its tables are left out", Assert.Single(lake.Notes));
        Assert.Throws<DuckDBException>(() => lake.Connection.Scalar<int>("SELECT a FROM warehouse.t"));
    }

    [Fact]
    public void Warehouse_that_is_no_database_is_left_out_with_what_DuckDB_says()
    {
        File.WriteAllText(Lake.Warehouse, new string('x', 5_000));
        using var lake = LakeConnection.Open(Lake.Path, new LakeConnectionOptions { AllowEmpty = true });
        Assert.StartsWith("warehouse.duckdb can't be opened; its tables are left out, the lake's files are read. DuckDB says: ", Assert.Single(lake.Notes));
    }

    [Fact]
    public void Warehouse_can_be_taken_in_for_a_while_and_written_afterwards()
    {
        using var lake = LakeConnection.Open(Lake.Path, new LakeConnectionOptions { Warehouse = false, AllowEmpty = true });
        var notes = new List<string>();
        using (lake.AttachWarehouse(notes))
            Assert.Equal(1, lake.Connection.Scalar<int>("SELECT a FROM warehouse.t"));

        using (var writer = WorkbookDatabase.Open(new DatabaseOptions { Path = Lake.Warehouse }))
            writer.Execute("UPDATE t SET a = 5");
        using (lake.AttachWarehouse(notes))
            Assert.Equal(5, lake.Connection.Scalar<int>("SELECT a FROM warehouse.t"));
        Assert.Empty(notes);
        File.Delete(Lake.Warehouse);
        Assert.Null(lake.AttachWarehouse(notes));
    }

    public void Dispose() => _folder.Dispose();
}
