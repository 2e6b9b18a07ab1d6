using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>What a vacuum takes, to the moment and to the name.</summary>
public sealed class VacuumTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_removed_file_stays_to_the_end_of_its_retention_and_goes_a_moment_later()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        _test.Clock.Advance(TimeSpan.FromHours(1));
        table.Delete(_test.Connection, "true");
        _test.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Empty(table.Vacuum());
        _test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(table.Vacuum());
    }

    [Fact]
    public void A_file_that_no_log_mentions_stays_as_long()
    {
        var table = _test.Create("id INTEGER");
        Stray("stray.parquet", _test.Clock.GetUtcNow());
        _test.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Empty(table.Vacuum());
        _test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["stray.parquet"], table.Vacuum());
    }

    [Fact]
    public void A_removal_without_a_time_counts_as_old()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        _test.Clock.Advance(TimeSpan.FromDays(8));
        var file = table.Snapshot().Files[0].Path;
        File.WriteAllText(_test.LogFile(2), $$$"""{"remove":{"path":"{{{file}}}","dataChange":true}}""");
        Assert.Equal([file], table.Vacuum());
    }

    [Fact]
    public void Files_are_told_in_the_order_of_their_names()
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        string[] names = ["a.parquet", "p=a/1.parquet", "p=a/2.parquet", "p=b/q=c/0.parquet", "z.parquet"];
        foreach (var name in names.Reverse()) Stray(name, DateTimeOffset.UnixEpoch);
        Assert.Equal(names, table.Vacuum(dryRun: true));
    }

    [Fact]
    public void A_partition_column_may_begin_with_an_underscore_and_half_done_work_is_no_secret()
    {
        var table = _test.Create("_p VARCHAR, id INTEGER", "_p");
        string[] doomed = ["_p=a/old.parquet", "_staging-1/half.parquet"];
        string[] hidden = ["_SUCCESS", ".crc", ".git/object", "_index/file"];
        foreach (var name in doomed.Concat(hidden)) Stray(name, DateTimeOffset.UnixEpoch);
        Assert.Equal(doomed, table.Vacuum());
        Assert.All(hidden, name => Assert.True(File.Exists(Path.Combine(_test.Folder, name))));
    }

    [Fact]
    public void No_force_makes_a_retention_end_in_the_future()
    {
        var table = _test.Create("id INTEGER");
        var fault = Assert.Throws<WorkbookException>(() => table.Vacuum(TimeSpan.FromDays(-1), force: true));
        Assert.Contains("at least 7 days but found -1.00:00:00. Less breaks time travel", fault.Message);
        Assert.Contains("force it only if nobody else uses the table", fault.Message);
    }

    [Fact]
    public void A_table_for_newer_writers_is_left_alone()
    {
        var table = _test.Create("id INTEGER");
        Stray("stray.parquet", DateTimeOffset.UnixEpoch);
        File.WriteAllText(_test.LogFile(1), """{"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["rowTracking"]}}""");
        Assert.Equal("rowTracking", Assert.Throws<DeltaUnsupportedFeatureException>(() => table.Vacuum()).Feature);
        Assert.True(File.Exists(Path.Combine(_test.Folder, "stray.parquet")));
    }

    private void Stray(string name, DateTimeOffset written)
    {
        var path = Path.Combine(_test.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, written.UtcDateTime);
    }
}
