using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;
using Workbook.Models.Snapshots;

namespace Workbook.Models.Tests.Snapshots;

public sealed class SnapshotOracleTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] HardDeletes = ["ignore", "invalidate", "new_record"];

    /// <summary>All feeds of one kind lie in one table, told apart by a first part of the key: a thousand histories in few runs.</summary>
    [Theory]
    [InlineData("timestamp", true)]
    [InlineData("check", false)]
    [InlineData("check", true)]
    public void History_is_the_oracles_on_random_feeds(string strategy, bool hasUpdatedAt)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute("CREATE TABLE source (feed INTEGER, id INTEGER, price INTEGER, name VARCHAR, updated_at TIMESTAMP)");
        foreach (var hardDeletes in HardDeletes)
            foreach (var checksName in new[] { true, false })
            {
                connection.Execute("DROP TABLE IF EXISTS history");
                var feeds = Enumerable.Range(0, 60).Select(seed => new Feed(seed, new SnapshotOracle(strategy, hardDeletes, checksName, hasUpdatedAt))).ToList();
                var (now, clock) = (Start, new Random(1));
                for (var run = 0; run < 8; run++)
                {
                    now = now.AddHours(clock.Next(1, 48));
                    foreach (var feed in feeds)
                        feed.Move(now);
                    Load(connection, feeds);
                    var build = new SnapshotBuild
                    {
                        Target = new Relation("memory", "main", "history"),
                        Sql = "SELECT * FROM source;",
                        UniqueKey = ["feed", "id"],
                        Strategy = strategy,
                        UpdatedAt = hasUpdatedAt ? "updated_at" : null,
                        CheckColumns = checksName ? ["price", "name"] : ["price"],
                        HardDeletes = hardDeletes,
                        Now = now,
                    };
                    SnapshotMaterialization.Build(connection, build);
                    RequireHistory(connection, feeds, hardDeletes, run);

                    // Again, with nothing new: once and twice are the same.
                    Assert.Equal(0, SnapshotMaterialization.Build(connection, build with { Now = now.AddMinutes(1) }).Rows);
                    RequireHistory(connection, feeds, hardDeletes, run);
                }
                foreach (var feed in feeds)
                    RequireSoundIntervals(feed.Oracle.History, hardDeletes, feed.Seed);
            }
    }

    private static void RequireHistory(DuckDBConnection connection, List<Feed> feeds, string hardDeletes, int run)
    {
        var found = Read(connection, hardDeletes == "new_record");
        foreach (var feed in feeds)
        {
            var (expected, actual) = (Sorted(feed.Oracle.History), Sorted(found[feed.Seed]));
            Assert.True(expected.SequenceEqual(actual), $"feed {feed.Seed}, run {run}, {hardDeletes}:\n{Text(expected)}\nbut found\n{Text(actual)}");
        }
        Assert.Equal(feeds.Sum(feed => feed.Oracle.History.Count), found.Sum(feed => feed.Count()));
    }

    /// <summary>The oracle's history is the table's by now, so this is said of both.</summary>
    private static void RequireSoundIntervals(IReadOnlyList<Version> history, string hardDeletes, int feed)
    {
        foreach (var key in history.GroupBy(version => version.Id))
        {
            var versions = key.OrderBy(version => version.From).ThenBy(version => version.To ?? DateTime.MaxValue).ToList();
            Assert.True(versions.Count(version => version.To is null) <= 1, $"feed {feed}");
            foreach (var (version, next) in versions.Zip(versions.Skip(1)))
            {
                Assert.True(version.To >= version.From && version.To <= next.From, $"feed {feed}: {version} overlaps {next}");
                if (hardDeletes != "invalidate")
                    Assert.True(version.To == next.From, $"feed {feed}: a gap between {version} and {next}");
            }
        }
    }

    private static void Load(DuckDBConnection connection, List<Feed> feeds)
    {
        connection.Execute("DELETE FROM source");
        using var appender = new CheckedAppender(connection, "source");
        foreach (var feed in feeds)
            foreach (var row in feed.Rows)
                appender.AddRow(feed.Seed, row.Id, row.Price, row.Name, row.UpdatedAt);
        appender.Complete();
    }

    private static ILookup<int, Version> Read(DuckDBConnection connection, bool hasDeletions) => connection.Query(
        $"SELECT feed, id, price, name, updated_at, dbt_valid_from, dbt_valid_to, {(hasDeletions ? "dbt_is_deleted = 'True'" : "false")} FROM history",
        row => (Feed: row.Get<int>(0), Version: new Version(row.Get<int?>(1), row.Get<int?>(2), row.Get<string?>(3), row.Get<DateTime?>(4), row.Get<DateTime>(5), row.Get<DateTime?>(6), row.Get<bool>(7))))
        .ToLookup(row => row.Feed, row => row.Version);

    private static List<Version> Sorted(IEnumerable<Version> versions) =>
        [.. versions.OrderBy(version => version.Id).ThenBy(version => version.From).ThenBy(version => version.To ?? DateTime.MaxValue).ThenBy(version => version.ToString(), StringComparer.Ordinal)];

    private static string Text(IEnumerable<Version> versions) => string.Join('\n', versions);

    /// <summary>A source that changes at random from run to run.</summary>
    private sealed class Feed(int seed, SnapshotOracle oracle)
    {
        private readonly Random _random = new(seed);

        internal int Seed => seed;

        internal SnapshotOracle Oracle => oracle;

        internal List<SourceRow> Rows { get; private set; } = [];

        internal void Move(DateTime now)
        {
            Rows = [.. Rows.Where(_ => _random.Next(5) > 0)];
            for (var key = 0; key < 5; key++)
            {
                if (_random.Next(3) > 0)
                    continue;
                int? id = key == 4 ? null : key;
                Rows.RemoveAll(row => row.Id == id);
                // Late and backdated rows, rows from the future, rows that say nothing of it; rows that come back as they were.
                DateTime? updated = _random.Next(8) == 0 ? null : now.AddHours(_random.Next(-90, 4));
                Rows.Add(new SourceRow(id, _random.Next(6) == 0 ? null : _random.Next(3), _random.Next(4) == 0 ? null : $"n{_random.Next(2)}", updated));
            }
            oracle.Run(Rows, now);
        }
    }
}
