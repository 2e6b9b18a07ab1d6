using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Model;

namespace Workbook.Tests.Dedup;

public sealed class BlockingTests : IDisposable
{
    private static readonly MatchModel Model = new()
    {
        Id = "id",
        Method = MatchMethod.Deterministic,
        Columns = [CleanColumn.From("a", Cleaning.AsIs), CleanColumn.From("b", Cleaning.AsIs), CleanColumn.From("c", Cleaning.AsIs)],
        Blocking = [new BlockingRule("a", "b"), new BlockingRule("c"), new BlockingRule("upper(b)", "c"), new BlockingRule("a")],
    };

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();
    private readonly List<(int Id, string? A, string? B, string? C)> _records;

    public BlockingTests()
    {
        var random = new Random(5);
        string? Draw(int most) => random.Next(10) == 0 ? null : $"v{random.Next(most)}";
        _records = [.. Enumerable.Range(1, 300).Select(id => (id, Draw(12), Draw(8), Draw(40)))];
        _connection.Execute($"CREATE TABLE records AS SELECT * FROM (VALUES {string.Join(", ", _records.Select(record => $"({record.Id}, {Sql.Literal(record.A)}, {Sql.Literal(record.B)}, {Sql.Literal(record.C)})"))}) record(id, a, b, c)");
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Each_rule_pairs_what_it_joins_but_not_what_an_earlier_rule_did()
    {
        var result = Deduplication.Run(_connection, "records", Model);

        var expected = new List<(int, int, int)>();
        foreach (var l in _records)
        {
            foreach (var r in _records.Where(r => r.Id > l.Id))
            {
                bool[] agree = [l.A is not null && l.B is not null && (l.A, l.B) == (r.A, r.B), l.C is not null && l.C == r.C, l.B is not null && l.C is not null && (l.B, l.C) == (r.B, r.C), l.A is not null && l.A == r.A];
                if (Array.IndexOf(agree, true) is >= 0 and var rule)
                    expected.Add((l.Id, r.Id, rule + 1));
            }
        }
        Assert.Equal(expected, _connection.Query($"SELECT left_id, right_id, rule FROM {result.Tables.Pairs} ORDER BY ALL", row => (row.Get<int>(0), row.Get<int>(1), row.Get<int>(2))));
        Assert.Equal([1, 2, 4], expected.Select(pair => pair.Item3).Distinct().Order());
    }

    [Fact]
    public void The_estimate_is_what_a_rule_joins_by_itself()
    {
        var estimates = Deduplication.Estimate(_connection, "records", Model);

        Assert.Equal(Pairs(record => record.A is null || record.B is null ? null : $"{record.A} {record.B}"), estimates[0].Pairs);
        Assert.Equal(Pairs(record => record.C), estimates[1].Pairs);
        Assert.Equal(_records.Where(record => record.A is not null).GroupBy(record => record.A).Max(block => block.Count()), estimates[3].LargestBlock);

        long Pairs(Func<(int Id, string? A, string? B, string? C), string?> key) => _records.Where(record => key(record) is not null).GroupBy(key).Sum(block => block.Count() * (block.Count() - 1L) / 2);
    }

    [Fact]
    public void Too_many_pairs_are_refused_with_the_rules_at_fault()
    {
        var fault = Assert.Throws<WorkbookException>(() => Deduplication.Run(_connection, "records", Model, new DedupOptions { MaxPairs = 1_000 }));

        Assert.Matches(@"^The blocking rules would compare [\d,]+ pairs, more than the limit of 1,000:\n  a: [\d,]+ pairs, largest block \d+ records\n", fault.Message);
        Assert.EndsWith("Add a key to the rules with the most pairs, turn placeholders such as 'unknown' into NULL, or raise the limit.", fault.Message);
    }

    [Theory]
    [InlineData("(SELECT * FROM records UNION ALL SELECT * FROM records WHERE id = 7)", "isn't unique: 7 is there 2 times.")]
    [InlineData("(SELECT * REPLACE (nullif(id, 7) AS id) FROM records)", "is NULL in 1 of 300 rows.")]
    [InlineData("(SELECT * EXCLUDE (a, c) FROM records)", "The model names columns that the input doesn't have: a, c. The input has id, b.")]
    [InlineData("nowhere", "The records nowhere can't be read: Catalog Error")]
    public void Input_that_doesn_t_fit_is_told(string input, string message) =>
        Assert.Contains(message, Assert.Throws<WorkbookException>(() => Deduplication.Run(_connection, input, Model)).Message);

    [Fact]
    public void A_key_that_DuckDB_can_t_compute_is_told_in_its_words()
    {
        var fault = Assert.Throws<WorkbookException>(() => Deduplication.Run(_connection, "records", Model with { Blocking = [new BlockingRule("lowr(a)")] }));
        Assert.Contains("Correct the expression", fault.Message);
        Assert.Contains("lowr", fault.Message);
    }

    [Fact]
    public void A_level_that_DuckDB_can_t_compute_is_told_in_its_words()
    {
        var model = Model with { Method = MatchMethod.Fuzzy, Comparisons = [Comparison.Of("a", "exact", "sql l.nope = r.nope")] };
        var fault = Assert.Throws<WorkbookException>(() => Deduplication.Run(_connection, "records", model));
        Assert.Contains("Correct the level 'sql …'", fault.Message);
        Assert.Contains("nope", fault.Message);
    }

    [Fact]
    public void A_run_that_is_stopped_stops() => Assert.Throws<OperationCanceledException>(() =>
        Deduplication.Run(_connection, "records", Model, cancel: new CancellationToken(canceled: true)));
}
