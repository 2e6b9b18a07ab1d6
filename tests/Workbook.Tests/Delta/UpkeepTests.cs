using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>Optimize and vacuum: what they may and may not touch.</summary>
public sealed class UpkeepTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Optimize_packs_small_files_within_their_partition_and_changes_no_row()
    {
        var table = Scattered();
        var rows = _test.Rows(table.Snapshot());
        var write = table.Optimize(_test.Connection);
        Assert.Equal((6L, 2L), (write.Metrics["numRemovedFiles"], write.Metrics["numAddedFiles"]));
        Assert.Equal(rows, _test.Rows(table.Snapshot()));
        Assert.Equal(rows, SlowReader.Rows(_test.Folder, _test.Connection));
        Assert.DoesNotContain("\"dataChange\":true", File.ReadAllText(_test.LogFile(write.Version)));
        Assert.False(table.Optimize(_test.Connection).Committed);
    }

    [Fact]
    public void Optimize_of_one_partition_leaves_the_others_alone()
    {
        var table = Scattered();
        Assert.Equal(3, table.Optimize(_test.Connection, where: "p = 'a'").Metrics["numRemovedFiles"]);
        var fault = Assert.Throws<WorkbookException>(() => table.Optimize(_test.Connection, where: "id = 1"));
        Assert.Contains("expected a predicate over (p) but found (id = 1)", fault.Message);
    }

    [Fact]
    public void Optimize_leaves_files_of_the_target_size_alone() =>
        Assert.False(Scattered().Optimize(_test.Connection, targetBytes: 10).Committed);

    [Fact]
    public void Vacuum_takes_expired_files_and_nothing_else()
    {
        var table = Scattered();
        table.Optimize(_test.Connection);
        _test.Clock.Advance(TimeSpan.FromDays(4));
        table.Delete(_test.Connection, "p = 'b'");
        File.WriteAllText(Path.Combine(_test.Folder, "p=a", "stray.parquet"), "");
        File.SetLastWriteTimeUtc(Path.Combine(_test.Folder, "p=a", "stray.parquet"), _test.Clock.GetUtcNow().UtcDateTime);
        _test.Clock.Advance(TimeSpan.FromDays(4));

        var expired = table.Vacuum(dryRun: true);
        Assert.Equal(6, expired.Count);
        Assert.All(expired, file => Assert.True(File.Exists(Path.Combine(_test.Folder, file))));
        Assert.Equal(expired, table.Vacuum());
        Assert.All(expired, file => Assert.False(File.Exists(Path.Combine(_test.Folder, file))));

        var rows = _test.Rows(table.Snapshot());
        Assert.Equal(3, rows.Count);
        // Before the delete, within the retention: still there.
        Assert.Equal(6, _test.Rows(table.Snapshot(table.Snapshot().Version - 1)).Count);
        Assert.True(File.Exists(Path.Combine(_test.Folder, "p=a", "stray.parquet")));
        _test.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(2, table.Vacuum().Count);
        Assert.Equal(rows, _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_retention_below_7_days_must_be_forced()
    {
        var table = Scattered();
        table.Delete(_test.Connection, "true");
        Assert.Contains("at least 7 days", Assert.Throws<WorkbookException>(() => table.Vacuum(TimeSpan.FromDays(6))).Message);
        _test.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(6, table.Vacuum(TimeSpan.Zero, force: true).Count);
        Assert.Empty(Directory.GetFiles(_test.Folder, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public void Vacuum_leaves_hidden_files_and_the_log_alone()
    {
        var table = Scattered();
        var log = Directory.GetFiles(Path.Combine(_test.Folder, "_delta_log")).Length;
        Directory.CreateDirectory(Path.Combine(_test.Folder, "_other"));
        foreach (var name in new[] { ".hidden", "_other/file", "_staging-old" })
        {
            File.WriteAllText(Path.Combine(_test.Folder, name), "");
            File.SetLastWriteTimeUtc(Path.Combine(_test.Folder, name), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
        Assert.Equal(["_staging-old"], table.Vacuum());
        Assert.Equal(log, Directory.GetFiles(Path.Combine(_test.Folder, "_delta_log")).Length);
    }

    [Fact]
    public void A_data_file_is_never_changed_so_that_it_can_be_linked_elsewhere()
    {
        var table = Scattered();
        var other = Directory.CreateDirectory(Path.Combine(_test.Folder, "..", "linked")).FullName;
        var linked = table.Snapshot().Files.Select((file, number) => (From: table.Snapshot().LocalPath(file), To: Path.Combine(other, $"{number}.parquet"))).ToList();
        foreach (var (from, to) in linked) Assert.True(HardLink.TryCreate(from, to));
        Assert.False(HardLink.TryCreate(linked[0].From, linked[1].To));
        var bytes = linked.Select(link => File.ReadAllBytes(link.To)).ToList();

        table.Update(_test.Connection, new Dictionary<string, string> { ["id"] = "id + 1" }, "p = 'a'");
        table.Optimize(_test.Connection);
        _test.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(6, table.Vacuum().Count);
        Assert.Equal(bytes, linked.Select(link => File.ReadAllBytes(link.To)));
    }

    // Three files of one row in each of two partitions.
    private DeltaTable Scattered()
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        for (var id = 1; id <= 3; id++) table.Append(_test.Connection, $"SELECT unnest(['a', 'b']) AS p, {id} AS id");
        return table;
    }
}
