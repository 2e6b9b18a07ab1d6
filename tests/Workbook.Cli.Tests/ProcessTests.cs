using System.Diagnostics;
using SecondProcess;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Cli.Tests;

/// <summary>What only a process of its own can show.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TestLake _lake = TestLake.WithOrders();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Exit_codes_reach_the_shell()
    {
        Assert.Equal(0, Cli.RunProcess("", "sql", "--lake", _lake.Path, "SELECT 1").Exit);
        Assert.Equal(1, Cli.RunProcess("", "sql", "--lake", _lake.Path, "SELECT x").Exit);
        Assert.Equal(2, Cli.RunProcess("", "sql", "--nonsense").Exit);
    }

    [Fact]
    public void Piped_statements_give_rows_alone()
    {
        var result = Cli.RunProcess("SELECT 'é' AS x;\n", "sql", "--lake", _lake.Path, "--format", "csv").Succeeded();
        Assert.Equal(("x\r\né\r\n", ""), (result.Out, result.Error));
    }

    [Fact]
    public void A_warehouse_that_another_process_writes_is_read_from_a_snapshot()
    {
        _lake.AddWarehouse("CREATE TABLE t AS SELECT 1 AS x");
        using var other = OtherProcess.Hold(_lake.Warehouse);
        try
        {
            var result = Cli.Run("sql", "--lake", _lake.Path, "--format", "csv", "SELECT x, (SELECT count(*) FROM bronze.orders) AS n FROM warehouse.t").Succeeded();
            Assert.Equal("x,n\r\n1,2\r\n", result.Out);
            Assert.Matches($@"^warehouse\.duckdb is held by process {other.Id}; its tables are read from a snapshot of \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.\n$", result.Error);
            Assert.Contains($"WARN  Warehouse: held by process {other.Id} (dotnet", Cli.Run("doctor", "--lake", _lake.Path, "--raw", _lake.Folder).Out);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
    }

    [Fact]
    public void A_warehouse_whose_last_commits_are_in_its_log_is_read_whole()
    {
        _lake.AddWarehouse("CREATE TABLE t AS SELECT 1 AS x");
        using var other = OtherProcess.Hold(_lake.Warehouse, "INSERT INTO t VALUES (2)");
        try
        {
            Assert.True(File.Exists(_lake.Warehouse + ".wal"));
            Assert.Equal("x\r\n1\r\n2\r\n", Cli.Run("sql", "--lake", _lake.Path, "--format", "csv", "FROM warehouse.t ORDER BY x").Succeeded().Out);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
        // Killed, it leaves the log behind; reading doesn't need to write it into the file.
        Assert.Equal("x\r\n1\r\n2\r\n", Cli.Run("sql", "--lake", _lake.Path, "--format", "csv", "FROM warehouse.t ORDER BY x").Succeeded().Out);
    }

    [Fact]
    public void A_warehouse_that_cannot_be_opened_leaves_the_lakes_files()
    {
        File.WriteAllText(_lake.Warehouse, new string('x', 10_000));
        var result = Cli.Run("sql", "--lake", _lake.Path, "--format", "csv", "SELECT count(*) AS n FROM bronze.orders").Succeeded();
        Assert.Equal("n\r\n2\r\n", result.Out);
        Assert.StartsWith("warehouse.duckdb can't be opened; its tables are left out, the lake's files are read.", result.Error);
    }

    [Fact]
    public void Ctrl_C_stops_a_query_with_exit_code_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a signal that another process can send.");
        using var process = Cli.Start("sql", "--lake", _lake.Path, "SELECT 'begun' AS x; SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = 7");
        string? line;
        while ((line = process.StandardOutput.ReadLine()) is not null && !line.Contains("1 row", StringComparison.Ordinal)) { }
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal((130, "Stopped. The lake is as it was.\n"), (process.ExitCode, process.StandardError.ReadToEnd()));
    }

    [Fact]
    public void Ctrl_C_stops_a_generation_and_the_doctor_knows_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a signal that another process can send.");
        var raw = Path.Combine(_lake.Folder, "raw");
        using var process = Cli.Start("generate", "--out", raw, "--scale", "20", "--tables", "sensors,orders_lines");
        Assert.NotNull(process.StandardError.ReadLine());
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("Stopped. The folder is marked as incomplete; run the same command again to start it afresh.\n", process.StandardError.ReadToEnd());
        Assert.Contains("is incomplete, its generation was interrupted", Cli.Run("doctor", "--lake", _lake.Path, "--raw", raw).Out);
    }

    [Fact]
    public void A_warehouse_that_this_process_writes_stays_locked()
    {
        _lake.AddWarehouse("CREATE TABLE t AS SELECT 1 AS x");
        using var writer = WorkbookDatabase.Open(new DatabaseOptions { Path = _lake.Warehouse });
        using (var reader = LakeConnection.Open(_lake.Path))
            Assert.StartsWith("warehouse.duckdb is open for writing in this process; its tables are left out", Assert.Single(reader.Notes));

        // Had the file been opened a second time, the lock would be gone now.
        Assert.Contains($"warehouse.duckdb is held by process {Environment.ProcessId};", Cli.RunProcess("", "sql", "--lake", _lake.Path, "SELECT 1").Error);
    }
}
