using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;
using Workbook.Models.Snapshots.Kinds;

namespace Workbook.Models.Tests.Snapshots.Kinds;

public sealed class SlowlyChangingTests : IDisposable
{
    private static readonly Relation Target = new("memory", "main", "dim_product");

    private static readonly ChangeSource Feed = new()
    {
        From = "feed", Keys = ["id"], Attributes = ["name", "price"], EffectiveAt = "effective_at", IsDeleted = "is_gone",
    };

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public SlowlyChangingTests() =>
        _connection.Execute("CREATE TABLE feed (id INTEGER, name VARCHAR, price INTEGER, effective_at TIMESTAMP, is_gone BOOLEAN)");

    public void Dispose() => _connection.Dispose();

    public static TheoryData<DimensionKind> Kinds => [.. Enum.GetValues<DimensionKind>()];

    [Fact]
    public void The_kinds_side_by_side()
    {
        foreach (var kind in Enum.GetValues<DimensionKind>())
            Apply(kind, new Change(1, "Tent", 100, Day(1), false), new Change(1, "Tent", 120, Day(5), false), new Change(2, "Rope", 10, Day(2), false));
        foreach (var kind in Enum.GetValues<DimensionKind>())
            Apply(kind, new Change(1, "Tent XL", 120, Day(9), false), new Change(2, null, null, Day(6), true));

        Assert.Equal(["1|Tent XL|120|09|-|False", "2|Rope|10|02|06|True"], Rows(DimensionKind.Overwrite));
        Assert.Equal(["1|Tent XL|120|09|-|True|False", "1|Tent|100|01|05|False|False", "1|Tent|120|05|09|False|False", "2|-|-|06|-|False|True", "2|Rope|10|02|06|False|False"],
            Rows(DimensionKind.Versions));
        Assert.Equal(["1|Tent XL|Tent|05|120|100|01|09|-|False", "2|Rope|-|-|10|-|-|02|06|True"], Rows(DimensionKind.PreviousValue));
        Assert.Equal(Rows(DimensionKind.Overwrite), Rows(DimensionKind.CurrentAndHistory));
        Assert.Equal(Rows(DimensionKind.Versions), Rows(SlowlyChanging.History(Table(DimensionKind.CurrentAndHistory))));
        Assert.Equal(
            [
                "1|Tent XL|120|Tent|Tent XL|120|120|09|-|True|False", "1|Tent|100|-|Tent XL|-|120|01|05|False|False", "1|Tent|120|Tent|Tent XL|100|120|05|09|False|False",
                "2|-|-|Rope|Rope|10|10|06|-|False|True", "2|Rope|10|-|Rope|-|10|02|06|False|False",
            ], Rows(DimensionKind.Hybrid));
    }

    [Fact]
    public void Late_change_splits_the_version_that_it_falls_into()
    {
        Apply(DimensionKind.Versions, new Change(1, "a", 1, Day(1), false), new Change(1, "a", 1, Day(8), false));
        Apply(DimensionKind.Versions, new Change(1, "late", 1, Day(4), false));
        Assert.Equal(["1|a|1|01|04|False|False", "1|a|1|08|-|True|False", "1|late|1|04|08|False|False"], Rows(DimensionKind.Versions));
    }

    [Fact]
    public void A_feed_without_deletions_needs_no_flag()
    {
        var feed = Feed with { IsDeleted = null };
        Load([new Change(1, "a", 1, Day(1), true)]);
        foreach (var kind in Enum.GetValues<DimensionKind>())
        {
            Assert.True(SlowlyChanging.Apply(_connection, kind, Table(kind), feed) > 0);
            Assert.EndsWith("False", Assert.Single(Rows(kind)));
        }
    }

    [Fact]
    public void A_change_without_a_time_is_refused()
    {
        _connection.Execute("INSERT INTO feed VALUES (1, 'a', 1, NULL, false)");
        Assert.Equal(
            "memory.main.dim_product: 1 change has no effective_at, so there is no telling since when it holds. Fill it in, or leave them out.",
            Assert.Throws<WorkbookException>(() => SlowlyChanging.Apply(_connection, DimensionKind.Versions, Target, Feed)).Message);
    }

    [Fact]
    public void An_unknown_kind_is_refused_with_the_known_ones()
    {
        Assert.Equal(
            "There is no dimension kind 5. The kinds are 1 (Overwrite), 2 (Versions), 3 (PreviousValue), 4 (CurrentAndHistory), 6 (Hybrid).",
            Assert.Throws<WorkbookException>(() => SlowlyChanging.Statements((DimensionKind)5, Target, Feed)).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_order_of_arrival_gives_the_oracles_table(DimensionKind kind)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var feed = RandomFeed(random, allowsConflicts: kind != DimensionKind.PreviousValue);
            _connection.Execute($"DROP TABLE IF EXISTS {Table(kind)}; DROP TABLE IF EXISTS {SlowlyChanging.History(Table(kind))}");
            var arrivals = feed.Concat(feed.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToArray();
            foreach (var portion in arrivals.Chunk(random.Next(50, 400)))
                Apply(kind, portion);

            Assert.Equal(Expected(kind, feed), Rows(kind));
            if (kind == DimensionKind.CurrentAndHistory)
                Assert.Equal(DimensionOracle.Versions(feed), Rows(SlowlyChanging.History(Table(kind))));
            // All of it once more: nothing is touched.
            Assert.Equal(0, Apply(kind, arrivals));
        }
    }

    [Fact]
    public void As_of_finds_what_was_true_then()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            _connection.Execute($"DROP TABLE IF EXISTS {Table(DimensionKind.Versions)}");
            var feed = RandomFeed(new Random(seed), allowsConflicts: true);
            Apply(DimensionKind.Versions, [.. feed]);
            foreach (var instant in Enumerable.Range(1, 13).Select(Day))
            {
                var expected = feed.Select(change => change.Key).Distinct()
                    .Select(key => DimensionOracle.AsOf(feed, key, instant)).OfType<Change>()
                    .Select(change => DimensionOracle.Row(change.Key, change.Name, change.Price)).Order(StringComparer.Ordinal);
                var rows = AsOf.Rows(Table(DimensionKind.Versions), $"TIMESTAMP '{instant:yyyy-MM-dd}'");
                Assert.Equal(expected, Read($"SELECT id, name, price FROM ({rows})"));
            }
        }
    }

    [Fact]
    public void A_fact_is_joined_to_the_version_of_its_own_time()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            _connection.Execute($"DROP TABLE IF EXISTS {Table(DimensionKind.Versions)}");
            var feed = RandomFeed(random, allowsConflicts: true);
            Apply(DimensionKind.Versions, [.. feed]);
            var sales = Enumerable.Range(0, 300).Select(sale => (Sale: sale, Key: random.Next(100), At: Day(random.Next(1, 14)))).ToList();
            _connection.Execute($"CREATE OR REPLACE TABLE sales AS SELECT * FROM (VALUES {string.Join(", ", sales.Select(sale => $"({sale.Sale}, {sale.Key}, TIMESTAMP '{sale.At:yyyy-MM-dd}')"))}) AS t(sale, id, sold_at)");

            var joined = AsOf.Join("sales", "sold_at", Table(DimensionKind.Versions), ["id"], ["name", "price"]);
            Assert.Equal(
                sales.Select(sale => (sale, Version: DimensionOracle.AsOf(feed, sale.Key, sale.At)))
                    .Select(row => DimensionOracle.Row(row.sale.Sale, row.sale.Key, row.sale.At, row.Version?.Name, row.Version?.Price)).Order(StringComparer.Ordinal),
                Read(joined));
        }
    }

    private static List<string> Expected(DimensionKind kind, List<Change> feed) => kind switch
    {
        DimensionKind.Overwrite or DimensionKind.CurrentAndHistory => DimensionOracle.Overwrite(feed),
        DimensionKind.Versions => DimensionOracle.Versions(feed),
        DimensionKind.PreviousValue => DimensionOracle.PreviousValue(feed),
        _ => DimensionOracle.Hybrid(feed),
    };

    private static List<Change> RandomFeed(Random random, bool allowsConflicts)
    {
        var changes = Enumerable.Range(0, 1000).Select(_ => new Change(
            random.Next(100) is var key && key == 99 ? null : key,
            random.Next(5) == 0 ? null : $"n{random.Next(3)}",
            random.Next(5) == 0 ? null : random.Next(3),
            Day(random.Next(1, 14)),
            random.Next(6) == 0)).ToList();
        return allowsConflicts ? changes : [.. changes.DistinctBy(change => (change.Key, change.At))];
    }

    private static DateTime Day(int day) => new(2026, 4, day);

    private static Relation Table(DimensionKind kind) => Target with { Name = $"dim_{(int)kind}" };

    private long Apply(DimensionKind kind, params Change[] changes)
    {
        Load(changes);
        return SlowlyChanging.Apply(_connection, kind, Table(kind), Feed);
    }

    private void Load(IEnumerable<Change> changes)
    {
        _connection.Execute("DELETE FROM feed");
        using var appender = new CheckedAppender(_connection, "feed");
        foreach (var change in changes)
            appender.AddRow(change.Key, change.Name, change.Price, change.At, change.IsDeleted);
        appender.Complete();
    }

    private List<string> Rows(DimensionKind kind) => Rows(Table(kind));

    private List<string> Rows(Relation table) => Read($"SELECT * FROM {table}");

    private List<string> Read(string sql) => [.. _connection.Query(sql, row => DimensionOracle.Row(
        [.. Enumerable.Range(0, row.FieldCount).Select(at => row.IsDBNull(at) ? null : row.GetValue(at))])).Order(StringComparer.Ordinal)];
}
