using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Operations.Monitoring;
using Workbook.Retail;

namespace Workbook.Operations.Tests.Monitoring;

public sealed class MonitorHistoryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SteppingTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_values_come_oldest_first_however_many_files_were_merged()
    {
        for (var number = 1; number <= 70; number++)
            Record(number);
        var trends = MonitorHistory.Trends(_folder.Lake, 3);
        Assert.Equal([68.0, 69, 70], trends["runs.succeeded"].Select(point => point.Value!.Value));
        Assert.Equal(["ALERT", "ALERT", "ALERT"], trends["runs.succeeded"].Select(point => point.Status));
        Assert.True(DeltaTable.Open(Path.Combine(_folder.Lake.Monitor, "results")).Snapshot().Files.Count < 20);
        Assert.Equal(70, MonitorHistory.Trends(_folder.Lake, 100)["runs.succeeded"].Count);
    }

    [Fact]
    public async Task Readers_meet_whole_evaluations_while_others_write()
    {
        Record(0);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var seen = 0;
            while (!done.IsCancellationRequested)
            {
                var count = MonitorHistory.Trends(_folder.Lake, 1000)["runs.succeeded"].Count;
                Assert.True(count >= seen);
                seen = count;
            }
        });
        Parallel.For(1, 21, new ParallelOptions { MaxDegreeOfParallelism = 4 }, number => Record(number));
        done.Cancel();
        await reader;
        Assert.Equal(Enumerable.Range(0, 21).Select(number => (double)number), MonitorHistory.Trends(_folder.Lake, 1000)["runs.succeeded"].Select(point => point.Value!.Value).Order());
    }

    [Fact]
    public void The_history_can_be_asked_as_a_table_of_the_lake()
    {
        Record(96);
        using var lake = LakeConnection.Open(_folder.Lake.Path);
        Assert.Equal([("runs.succeeded", "runs", 96.0, "WARNING", "P2", 99.0)], lake.Connection.Query(
            "SELECT monitor, layer, value, status, severity, warning FROM monitor.results",
            row => (row.GetString(0), row.GetString(1), row.GetDouble(2), row.GetString(3), row.GetString(4), row.GetDouble(5))));
    }

    private void Record(double value)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        var monitor = RetailMonitors.Named(_folder.Lake, "runs.succeeded");
        var report = new MonitorReport(_time.GetUtcNow().UtcDateTime, "run", [new MonitorResult(monitor, monitor.Threshold.Judge(value), value, 1, 2, null)]);
        using var views = WorkbookDatabase.Open();
        MonitorHistory.Append(_folder.Lake, report, views, _time);
    }
}
