using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>What is read of a log, and what is made of one that is not as it should be.</summary>
public sealed class LogReplayTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_table_at_hand_reads_only_the_commits_that_are_new(int version)
    {
        var table = _test.Create("id INTEGER");
        Append(table, Enumerable.Range(1, version));
        var known = table.Snapshot();
        Assert.Same(known, table.Snapshot());
        Assert.Same(known, table.Snapshot(version));
        for (var old = 0; old <= version; old++) File.WriteAllText(_test.LogFile(old), "damaged");
        Append(table, 3);
        Assert.Equal(version + 1, table.Snapshot().Version);
        Assert.Equal(version + 1, _test.Rows(table.Snapshot()).Count);
        Assert.Throws<WorkbookException>(() => DeltaTable.Open(_test.Folder));
    }

    [Fact]
    public void A_table_at_hand_needs_no_checkpoint_of_its_own_version()
    {
        var table = _test.Create("id INTEGER");
        Append(table, 1, 2);
        table.Checkpoint();
        File.WriteAllText(Path.Combine(_test.Folder, "_delta_log", $"{2:D20}.checkpoint.parquet"), "damaged");
        Append(table, 3);
        Assert.Equal(3, _test.Rows(table.Snapshot()).Count);
    }

    [Fact]
    public void A_table_at_hand_that_is_older_than_the_checkpoint_is_read_anew()
    {
        var early = _test.Create("id INTEGER");
        var late = DeltaTable.Open(_test.Folder, _test.Options);
        Append(late, Enumerable.Range(1, 12));
        Assert.Equal(SlowReader.Rows(_test.Folder, _test.Connection), _test.Rows(early.Snapshot()));
        Assert.Equal(SlowReader.Rows(_test.Folder, _test.Connection, 4), _test.Rows(early.Snapshot(4)));
    }

    [Fact]
    public void A_version_has_the_time_of_its_own_commit_however_it_was_read()
    {
        var start = _test.Clock.GetUtcNow();
        var table = _test.Create("id INTEGER");
        for (var id = 1; id <= 3; id++)
        {
            _test.Clock.Advance(TimeSpan.FromHours(1));
            Append(table, id);
        }
        table.Checkpoint();
        // A copy of the table has other file times; they say nothing.
        File.SetLastWriteTimeUtc(_test.LogFile(3), DateTime.UnixEpoch);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(version => (DeltaTable.Open(_test.Folder).Snapshot(version).Timestamp - start).TotalHours));
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(version => (table.Snapshot(version).Timestamp - start).TotalHours));
    }

    [Fact]
    public void A_commit_that_does_not_say_when_has_its_files_time()
    {
        var table = _test.Create("id INTEGER");
        var time = _test.Clock.GetUtcNow().AddDays(3);
        File.WriteAllText(_test.LogFile(1), """{"txn":{"appId":"a","version":1}}""");
        File.SetLastWriteTimeUtc(_test.LogFile(1), time.UtcDateTime);
        Assert.Equal(time, table.Snapshot().Timestamp);
        Assert.Equal(time, table.History(1)[0].Timestamp);
        Assert.Equal((0L, 1L), (table.SnapshotAt(time.AddTicks(-1)).Version, table.SnapshotAt(time).Version));
    }

    [Fact]
    public void A_clock_that_went_back_does_not_turn_the_order_of_versions()
    {
        var table = _test.Create("id INTEGER");
        var start = _test.Clock.GetUtcNow();
        _test.Clock.Advance(TimeSpan.FromDays(2));
        Append(table, 1);
        _test.Clock.Advance(TimeSpan.FromDays(-1));
        Append(table, 2);
        Append(table, 3);
        Assert.Equal(0, table.SnapshotAt(start.AddDays(1)).Version);
        // A millisecond after the one before, as other readers have it.
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(milliseconds => table.SnapshotAt(start.AddDays(2).AddMilliseconds(milliseconds)).Version));
    }

    [Theory]
    [InlineData("protocol", """{"metaData":{"id":"m","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[],"configuration":{} } }""")]
    [InlineData("metaData", """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""")]
    [InlineData("schemaString in metaData", """
        {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
        {"metaData":{"id":"m","format":{"provider":"parquet","options":{}},"partitionColumns":[],"configuration":{} } }
        """)]
    public void A_log_without_one_of_the_actions_that_make_a_table_is_refused(string missing, string log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_test.LogFile(0))!);
        File.WriteAllText(_test.LogFile(0), log);
        var fault = Assert.Throws<WorkbookException>(() => DeltaTable.Open(_test.Folder));
        Assert.Contains($"has no {missing} action up to version 0; every table must have one. Its log is incomplete: restore it from a copy of the table.", fault.Message);
    }

    [Fact]
    public void A_table_that_only_newer_readers_understand_is_refused()
    {
        _test.Create("id INTEGER");
        File.WriteAllText(_test.LogFile(1), """{"protocol":{"minReaderVersion":4,"minWriterVersion":7}}""");
        Assert.Contains("needs a reader of protocol version 4", Assert.Throws<DeltaUnsupportedFeatureException>(() => DeltaTable.Open(_test.Folder)).Message);
    }

    [Fact]
    public void A_file_that_was_removed_may_come_back_and_is_then_no_tombstone()
    {
        var table = _test.Create("id INTEGER");
        Append(table, 1);
        var file = table.Snapshot().Files[0];
        table.Delete(_test.Connection, "true");
        Assert.Empty(table.Snapshot().Files);
        table.Restore(1);
        Assert.Equal(file.Path, Assert.Single(table.Snapshot().Files).Path);
        Assert.Empty(table.Snapshot().State.Tombstones);
        _test.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Empty(table.Vacuum());
    }

    [Fact]
    public void A_snapshot_keeps_its_state_while_the_table_goes_on()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id", new() { Transaction = new("loader", 1) });
        table.Delete(_test.Connection, "true");
        var before = table.Snapshot();
        table.Append(_test.Connection, "SELECT 2 AS id", new() { Transaction = new("loader", 2) });
        Assert.Equal((0, 1, 1L), (before.Files.Count, before.State.Tombstones.Count, before.Transactions["loader"]));
        Assert.Equal((1, 1, 2L), (table.Snapshot().Files.Count, table.Snapshot().State.Tombstones.Count, table.Snapshot().Transactions["loader"]));
    }

    private void Append(DeltaTable table, params IEnumerable<int> ids)
    {
        foreach (var id in ids) table.Append(_test.Connection, $"SELECT {id} AS id");
    }
}
