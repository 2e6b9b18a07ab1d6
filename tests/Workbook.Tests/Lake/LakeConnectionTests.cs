using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Tests.Database;

namespace Workbook.Tests.Lake;

public sealed class LakeConnectionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private LakeFolder Lake => new(_folder.File("lake"));

    [Fact]
    public void Lake_that_is_not_there_and_one_without_tables_say_what_to_do()
    {
        var missing = Assert.Throws<WorkbookException>(() => LakeConnection.Open(Lake.Path));
        Assert.Equal($"There is no lake at '{Lake.Path}'. Build it with 'workbook run', or name another folder (--lake).", missing.Message);

        Directory.CreateDirectory(Lake.Path);
        var empty = Assert.Throws<WorkbookException>(() => LakeConnection.Open(Lake.Path));
        Assert.StartsWith($"The lake '{Lake.Path}' has no tables to read.", empty.Message);
    }

    [Fact]
    public void Lake_that_is_not_there_yet_can_be_opened_and_shows_its_tables_once_they_come()
    {
        using var lake = LakeConnection.Open(Lake.Path, new LakeConnectionOptions { AllowEmpty = true });
        Assert.Empty(lake.Refresh());

        Put("fct_visits", "SELECT 1 AS a");
        Assert.Throws<DuckDBException>(() => lake.Connection.Scalar<int>("SELECT a FROM gold.fct_visits"));
        Assert.Empty(lake.Refresh());
        Assert.Equal(1, lake.Connection.Scalar<int>("SELECT a FROM gold.fct_visits"));

        File.WriteAllText(Path.Combine(Lake.Gold, "bad.parquet"), "no Parquet at all");
        Assert.StartsWith("gold.bad is left out: ", Assert.Single(lake.Refresh()));
    }

    [Fact]
    public void SQL_reads_the_lake_alone_unless_it_is_let_out()
    {
        Put("fct_visits", "SELECT 1 AS a");
        var beside = _folder.File("beside.csv");
        File.WriteAllText(beside, "a\n7\n");
        var read = $"SELECT a FROM read_csv({Sql.Literal(beside)})";

        using (var kept = LakeConnection.Open(Lake.Path))
        {
            Assert.Throws<DuckDBException>(() => kept.Connection.Scalar<long>(read));
            Assert.Throws<DuckDBException>(() => kept.Connection.Execute("SET enable_external_access = true"));
        }

        using var free = LakeConnection.Open(Lake.Path, new LakeConnectionOptions { ExternalAccess = true });
        Assert.Equal(7, free.Connection.Scalar<long>(read));
    }

    [Fact]
    public void Settings_arrive()
    {
        Put("fct_visits", "SELECT 1 AS a");
        using var lake = LakeConnection.Open(Lake.Path, new LakeConnectionOptions { Threads = 1, MemoryLimit = "512MiB" });
        Assert.Equal("1 512.0 MiB", lake.Connection.Scalar<string>("SELECT concat(current_setting('threads'), ' ', current_setting('memory_limit'))"));
    }

    private void Put(string table, string select)
    {
        Directory.CreateDirectory(Lake.Gold);
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"COPY ({select}) TO {Sql.Literal(Path.Combine(Lake.Gold, $"{table}.parquet"))} (FORMAT parquet)");
    }

    public void Dispose() => _folder.Dispose();
}
