using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Operations.ChangeFeeds;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Tests.ChangeFeeds;

public sealed class ChangeFeedTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cdc-").FullName;
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public ChangeFeedTests()
    {
        var table = DeltaTable.Create(Target.Table, DeltaSchema.FromSql([("id", "BIGINT"), ("city", "VARCHAR"), ("level", "INTEGER")]));
        table.Append(_connection, "SELECT i AS id, 'Town ' || i AS city, 0 AS level FROM range(1, 21) t(i)");
    }

    private ChangeTarget Target => new(Path.Combine(_folder, "people"), Path.Combine(_folder, "people_history"), ["id"]);

    [Fact]
    public void History_says_who_when_before_and_after()
    {
        Apply(0, "(1, 'Perth', 1, 'update', 10, 'ann'), (1, 'Cairns', 2, 'u', 11, 'bob'), (2, NULL, NULL, 'delete', 12, 'ann'), (99, 'Hobart', 0, 'insert', 13, 'bob')");

        Assert.Equal([(1, "Cairns", 2), (3, "Town 3", 0)], Rows().Where(row => row.Id is 1 or 2 or 3));
        Assert.Contains((99, "Hobart", 0), Rows());
        Assert.Equal(
            [
                """{"id":1} update ann Town 1 -> Perth""",
                """{"id":1} update bob Perth -> Cairns""",
                """{"id":2} delete ann Town 2 -> """,
                """{"id":99} insert bob  -> Hobart""",
            ],
            _connection.Query($"""
                SELECT concat(row_key, ' ', op, ' ', changed_by, ' ', row_before ->> 'city', ' -> ', row_after ->> 'city')
                FROM {DeltaTable.Open(Target.History).Snapshot().ScanSql()} ORDER BY sequence
                """, row => row.GetString(0)));
    }

    [Fact]
    public void Batch_takes_effect_once_and_older_events_never()
    {
        Apply(0, "(1, NULL, NULL, 'delete', 50, 'ann')");

        var again = Apply(0, "(1, NULL, NULL, 'delete', 50, 'ann')");
        var late = Apply(1, "(1, 'Perth', 1, 'insert', 40, 'bob'), (1, 'Perth', 1, 'insert', 40, 'bob')");

        Assert.False(again.Applied);
        Assert.Equal((true, 2L, 1L, 1L, 0L), (late.Applied, late.Read, late.Repeated, late.Stale, late.Recorded));
        Assert.DoesNotContain(Rows(), row => row.Id == 1);
        Assert.Equal(1, ChangeFeed.OffsetOf(Target));
    }

    [Fact]
    public void Run_that_died_after_the_history_is_mended_by_the_next()
    {
        var table = Path.Combine(_folder, "table_before");
        LakeCopy.Make(Target.Table, table);
        Apply(0, "(1, 'Perth', 1, 'update', 10, 'ann')");
        // As a kill leaves it: the history has the batch, the table doesn't.
        Directory.Delete(Target.Table, recursive: true);
        Directory.Move(table, Target.Table);
        Assert.Equal(-1, ChangeFeed.OffsetOf(Target));

        var result = Apply(0, "(1, 'Perth', 1, 'update', 10, 'ann')");

        Assert.Equal((1L, 0L), (result.Recorded, result.Stale));
        Assert.Contains((1, "Perth", 1), Rows());
        Assert.Equal(1, _connection.Scalar<long>($"SELECT count(*) FROM {DeltaTable.Open(Target.History).Snapshot().ScanSql()}"));
    }

    [Theory]
    [InlineData("(1, 'a', 1, 'merge', 1, 'x')", "1 have an op that is neither insert, update nor delete")]
    [InlineData("(NULL, 'a', 1, 'update', 1, 'x')", "1 have no value in the key (id)")]
    [InlineData("(1, 'a', 1, 'update', NULL, 'x')", "1 have no sequence")]
    [InlineData("(1, 'a', 1, 'update', 7, 'x'), (1, 'b', 1, 'update', 7, 'x')", "two different events of one sequence, the first 1 at 7")]
    public void Events_that_can_not_be_applied_change_nothing(string events, string message)
    {
        var before = Rows();
        Assert.Contains(message, Assert.Throws<WorkbookException>(() => Apply(0, events)).Message);
        Assert.Equal(before, Rows());
    }

    [Fact]
    public void All_columns_that_do_not_fit_are_told_at_once()
    {
        var fault = Assert.Throws<WorkbookException>(() => ChangeFeed.Apply(_connection, Target, new ChangeBatch("SELECT 1 AS id, 'x' AS town, 'i' AS op", 0)));
        Assert.Contains("the events lack city, level, sequence, changed_at, changed_by; the table lacks town.", fault.Message);
    }

    /// <summary>Batches in disorder, with repetitions, against a loop over all events that keeps the newest of each key.</summary>
    [Fact]
    public void Any_disorder_ends_where_a_replay_in_order_ends()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            using var other = new ChangeFeedTests();
            var random = new Random(seed);
            var events = Enumerable.Range(1, 60).Select(sequence => new Event(random.Next(1, 31), sequence, random.Next(4) switch { 0 => "delete", 1 => "insert", _ => "update" })).ToList();
            var arriving = events.Concat(events.Where(_ => random.Next(5) == 0)).OrderBy(_ => random.Next()).Chunk(15).ToList();
            for (var offset = 0; offset < arriving.Count; offset++)
            {
                other.Apply(offset, string.Join(", ", arriving[offset].Select(made => made.Sql)));
                if (random.Next(3) == 0)
                    Assert.False(other.Apply(offset, arriving[offset][0].Sql).Applied);
            }

            Assert.Equal(Replay(events), other.Rows());
        }
    }

    [Fact]
    public void Simulation_gives_the_same_events_for_the_same_seed_and_they_apply()
    {
        var relation = DeltaTable.Open(Target.Table).Snapshot().ScanSql();
        string Simulate(int seed) => ChangeSimulation.Events(_connection, relation, "id", ("city", "city || ' North'"), 200, seed, DateTimeOffset.UnixEpoch);
        List<string> Texts(int seed) => _connection.Query($"SELECT CAST(event AS VARCHAR) FROM {Simulate(seed)} AS event", row => row.GetString(0));

        Assert.Equal(Texts(1), Texts(1));
        Assert.NotEqual(Texts(1), Texts(2));
        var result = ChangeFeed.Apply(_connection, Target, new ChangeBatch($"SELECT * FROM {Simulate(1)}", 0));
        Assert.True(result is { Applied: true, Repeated: > 0, Inserted: > 0, Updated: > 0, Deleted: > 0, Recorded: 200 }, result.ToString());
    }

    private static List<(int, string, int)> Replay(List<Event> events)
    {
        var state = Enumerable.Range(1, 20).ToDictionary(id => id, id => (id, $"Town {id}", 0));
        foreach (var made in events)
        {
            if (made.Op == "delete")
                state.Remove(made.Id);
            else
                state[made.Id] = (made.Id, $"City {made.Sequence}", made.Sequence);
        }

        return [.. state.Values.OrderBy(row => row.id)];
    }

    private ChangeResult Apply(long offset, string events) => ChangeFeed.Apply(_connection, Target, new ChangeBatch(
        $"SELECT *, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS changed_at FROM (VALUES {events}) AS event(id, city, level, op, sequence, changed_by)", offset));

    private List<(int Id, string City, int Level)> Rows() => _connection.Query(
        $"SELECT id, city, level FROM {DeltaTable.Open(Target.Table).Snapshot().ScanSql()} ORDER BY id", row => ((int)row.GetInt64(0), row.GetString(1), row.GetInt32(2)));

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed record Event(int Id, int Sequence, string Op)
    {
        public string Sql => $"({Id}, 'City {Sequence}', {Sequence}, '{Op}', {Sequence}, 'x')";
    }
}
