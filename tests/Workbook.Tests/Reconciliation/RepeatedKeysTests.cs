using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

/// <summary>Few keys and few amounts, so that keys repeat on both sides: against a slow and plain pairing.</summary>
public sealed class RepeatedKeysTests
{
    [Fact]
    public void As_many_rows_stay_without_an_equal_one_as_a_plain_pairing_leaves_and_sides_can_be_swapped()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            using var sides = new TwoSides();
            var random = new Random(seed);
            List<(int Key, decimal Amount)> Side() => [.. Enumerable.Range(0, random.Next(40)).Select(_ => (random.Next(12), random.Next(-2, 6) + 0.5m))];
            var (lefts, rights) = (Side(), Side());
            Load(sides, "lefts", lefts);
            Load(sides, "rights", rights);

            var report = sides.Run();
            var expected = Enumerable.Range(0, 12).Sum(key =>
            {
                var (left, right) = (lefts.Where(row => row.Key == key).ToList(), rights.Where(row => row.Key == key).ToList());
                var equal = left.GroupBy(row => row.Amount).Sum(same => Math.Min(same.Count(), right.Count(row => row.Amount == same.Key)));
                return Math.Max(left.Count, right.Count) - equal;
            });
            Assert.Equal((expected, rights.Sum(row => row.Amount) - lefts.Sum(row => row.Amount)), (report.Differences, report.Causes.Sum(cause => cause.Effect)));
            var swapped = sides.Run(TwoSides.Spec() with { Left = Workbook.Reconciliation.Side.Table("rights"), Right = Workbook.Reconciliation.Side.Table("lefts") });
            Assert.Equal((expected, -report.Causes.Sum(cause => cause.Effect)), (swapped.Differences, swapped.Causes.Sum(cause => cause.Effect)));
        }
    }

    [Fact]
    public void The_order_of_rows_changes_nothing()
    {
        using var sides = new TwoSides();
        var random = new Random(1);
        var (lefts, rights) = (Rows(random), Rows(random));
        var texts = Enumerable.Range(0, 5).Select(_ =>
        {
            Load(sides, "lefts", [.. lefts.OrderBy(row => random.Next())]);
            Load(sides, "rights", [.. rights.OrderBy(row => random.Next())]);
            var report = sides.Run();
            return string.Join('\n', sides.Connection.Query($"SELECT t::VARCHAR FROM {report.DifferencesTable} t", row => row.GetString(0)));
        }).ToHashSet();
        Assert.Single(texts);

        static List<(int, decimal)> Rows(Random random) => [.. Enumerable.Range(0, 300).Select(_ => (random.Next(60), random.Next(-5, 20) + 0.5m))];
    }

    [Theory]
    [InlineData("1", 60_000)]
    [InlineData("if(range < 20000, 0, range)", 300_000)]
    [InlineData("range % 3000", 300_000)]
    public void A_key_that_is_none_doesnt_drown_the_join(string key, int rows)
    {
        // Billions of pairs in the first two, 30 million of moderate keys in the last.
        using var sides = new TwoSides();
        sides.Connection.Execute(
            $"""
            CREATE TABLE lefts AS SELECT {key} AS order_id, (range // 7)::DECIMAL(12, 2) AS amount FROM range({rows});
            CREATE TABLE rights AS FROM lefts UNION ALL SELECT {key}, 0.25 FROM range(2);
            UPDATE rights SET amount = amount + 1000000 WHERE amount = 5
            """);
        var report = sides.Run();
        Assert.Equal((2 + 7, 0.5m + 7_000_000m), (report.Differences, report.Causes.Sum(cause => cause.Effect)));
    }

    [Fact]
    public void Rows_alike_in_all_but_time_are_no_time_zones_apart_if_there_are_too_many_to_tell()
    {
        using var sides = new TwoSides();
        sides.Connection.Execute(
            """
            CREATE TABLE lefts AS SELECT range AS order_id, 5.00 AS amount, TIMESTAMP '2026-01-01' + INTERVAL (range % 48 * 30) MINUTE AS paid_at FROM range(60000);
            CREATE TABLE rights AS SELECT order_id + 1000000 AS order_id, amount, paid_at FROM lefts
            """);
        var report = sides.Run(TwoSides.Spec() with { Time = new TimeColumn("paid_at") });
        Assert.Equal([DifferenceCause.MissingLeft, DifferenceCause.MissingRight], report.Causes.Select(cause => cause.Cause).Order());
    }

    private static void Load(TwoSides sides, string table, List<(int Key, decimal Amount)> rows)
    {
        sides.Connection.Execute($"CREATE OR REPLACE TABLE {table} (order_id INTEGER, amount DECIMAL(9, 2))");
        using var appender = new CheckedAppender(sides.Connection, table);
        foreach (var (key, amount) in rows)
            appender.AddRow(key, amount);
        appender.Complete();
    }
}
