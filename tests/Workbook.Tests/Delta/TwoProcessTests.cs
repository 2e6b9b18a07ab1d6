using System.Diagnostics;
using System.Globalization;
using SecondProcess;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class TwoProcessTests
{
    [Fact]
    public async Task Two_processes_appending_at_once_50_times_each_lose_nothing()
    {
        using var test = new TestTable();
        var table = test.Create("writer INTEGER, number INTEGER");
        await Task.WhenAll(Append(test.Folder, 1), Append(test.Folder, 2));

        Assert.Equal(100, table.Snapshot().Version);
        var expected = from writer in Enumerable.Range(1, 2) from number in Enumerable.Range(0, 50) select $$"""{"writer":{{writer}},"number":{{number}}}""";
        Assert.Equal(expected.Order(StringComparer.Ordinal), test.Rows(table.Snapshot()));
        Assert.Equal(test.Rows(table.Snapshot()), SlowReader.Rows(test.Folder, test.Connection));
        Assert.Empty(Directory.GetFiles(Path.Combine(test.Folder, "_delta_log"), ".*.tmp"));
        Assert.Contains(Interleavings(table), changes => changes > 0);
    }

    [Fact]
    public async Task A_writer_killed_at_any_moment_leaves_a_table_to_read_and_write()
    {
        using var test = new TestTable();
        var table = test.Create("writer INTEGER, number INTEGER");
        for (var round = 1; round <= 3; round++)
        {
            var enough = table.Snapshot().Version + 5;
            using var process = Start(test.Folder, round, 100_000);
            while (!File.Exists(test.LogFile(enough)) && !process.HasExited) await Task.Delay(round, TestContext.Current.CancellationToken);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            table = DeltaTable.Open(test.Folder);
            Assert.True(table.Snapshot().Version >= enough);
            Assert.Equal(table.Snapshot().Version - round + 1, test.Rows(table.Snapshot()).Count(row => !row.Contains("-1")));
            Assert.Equal(SlowReader.Rows(test.Folder, test.Connection), test.Rows(table.Snapshot()));
            table.Append(test.Connection, "SELECT -1 AS writer, -1 AS number");
        }
    }

    private static Process Start(string folder, int writer, int commits) =>
        OtherProcess.Start("append", folder, writer.ToString(CultureInfo.InvariantCulture), commits.ToString(CultureInfo.InvariantCulture));

    private static async Task Append(string folder, int writer)
    {
        using var process = Start(folder, writer, 50);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
    }

    // Without any, the two ran one after the other and the test proved nothing.
    private static IEnumerable<long> Interleavings(DeltaTable table) =>
        table.History().Where(commit => commit.ReadVersion is not null).Select(commit => commit.Version - 1 - commit.ReadVersion!.Value);
}
