using System.Diagnostics;
using System.Globalization;

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

    private static async Task Append(string folder, int writer)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "DeltaWriter.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", program, folder, writer.ToString(CultureInfo.InvariantCulture), "50"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
    }

    // Without any, the two ran one after the other and the test proved nothing.
    private static IEnumerable<long> Interleavings(Workbook.Delta.DeltaTable table) =>
        table.History().Where(commit => commit.ReadVersion is not null).Select(commit => commit.Version - 1 - commit.ReadVersion!.Value);
}
