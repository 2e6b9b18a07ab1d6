using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class TimeTravelTests : IDisposable
{
    private readonly TestTable _test = new();
    private readonly DateTimeOffset _start;
    private readonly DeltaTable _table;

    // Version n is committed n days after the start and holds the rows 1 to n.
    public TimeTravelTests()
    {
        _start = _test.Clock.GetUtcNow();
        _table = _test.Create("id INTEGER");
        for (var version = 1; version <= 3; version++)
        {
            _test.Clock.Advance(TimeSpan.FromDays(1));
            _table.Append(_test.Connection, $"SELECT {version} AS id");
        }
    }

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.99, 0)]
    [InlineData(1, 1)]
    [InlineData(2.5, 2)]
    [InlineData(99, 3)]
    public void A_time_gives_the_version_that_was_current_then(double day, long version) =>
        Assert.Equal(version, _table.SnapshotAt(_start.AddDays(day)).Version);

    [Fact]
    public void A_time_before_the_table_is_refused_with_the_first_that_can_be_read()
    {
        var fault = Assert.Throws<WorkbookException>(() => _table.SnapshotAt(_start.AddTicks(-1)));
        Assert.Contains("version 0 of 2026-03-01T12:00:00", fault.Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void An_unknown_version_is_refused_with_the_range_that_exists(long version)
    {
        var fault = Assert.Throws<WorkbookException>(() => _table.Snapshot(version));
        Assert.Contains($"has no version {version}: versions 0 to 3 can be read", fault.Message);
    }

    [Fact]
    public void Commits_of_one_instant_stay_in_order()
    {
        _table.Append(_test.Connection, "SELECT 4 AS id");
        _table.Append(_test.Connection, "SELECT 5 AS id");
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 3).Select(milliseconds => _table.SnapshotAt(_test.Clock.GetUtcNow().AddMilliseconds(milliseconds)).Version));
    }

    [Fact]
    public void History_tells_newest_first_what_was_done()
    {
        _table.Delete(_test.Connection, "id = 2");
        var history = _table.History();
        Assert.Equal([4L, 3, 2, 1, 0], history.Select(commit => commit.Version));
        Assert.Equal(["DELETE", "WRITE", "WRITE", "WRITE", "CREATE TABLE"], history.Select(commit => commit.Operation));
        Assert.Equal("""["id = 2"]""", history[0].Parameters["predicate"]);
        Assert.Equal("1", history[0].Metrics["numDeletedRows"]);
        Assert.Equal((false, true), (history[0].IsBlindAppend, history[1].IsBlindAppend));
        Assert.Equal(_start.AddDays(1), history[3].Timestamp);
        Assert.Equal([4L, 3], _table.History(2).Select(commit => commit.Version));
    }

    [Fact]
    public void Restore_brings_back_the_rows_in_a_new_version()
    {
        _table.Overwrite(_test.Connection, "SELECT 9 AS id");
        var write = _table.Restore(2);
        Assert.Equal((5L, 2L, 1L), (write.Version, write.Metrics["numRestoredFiles"], write.Metrics["numRemovedFiles"]));
        Assert.Equal(_test.Rows(_table.Snapshot(2)), _test.Rows(_table.Snapshot()));
        Assert.Equal(["""{"id":9}"""], _test.Rows(_table.Snapshot(4)));
        Assert.False(_table.Restore(2).Committed);
        _table.Restore(_start.AddDays(1));
        Assert.Equal(["""{"id":1}"""], _test.Rows(_table.Snapshot()));
    }

    [Fact]
    public void Restoring_what_a_vacuum_took_is_refused_by_the_missing_file()
    {
        _table.Delete(_test.Connection, "id = 1");
        _test.Clock.Advance(TimeSpan.FromDays(8));
        Assert.NotEmpty(_table.Vacuum());
        Assert.Contains("is not on disk any more", Assert.Throws<WorkbookException>(() => _table.Restore(1)).Message);
        Assert.Contains("A vacuum may have removed it", Assert.Throws<WorkbookException>(() => _table.Snapshot(1).ScanSql()).Message);
    }

    [Fact]
    public void A_snapshot_stays_as_it_was_while_others_commit()
    {
        var before = _table.Snapshot();
        _table.Overwrite(_test.Connection, "SELECT 9 AS id");
        Assert.Equal(3, _test.Rows(before).Count);
    }
}
