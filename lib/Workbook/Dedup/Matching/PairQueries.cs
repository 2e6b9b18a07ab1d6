using System.Globalization;
using Workbook.Dedup.Model;
using static Workbook.Dedup.Matching.RecordColumns;

namespace Workbook.Dedup.Matching;

/// <summary>Pairs of records and how they agree, as queries over the table of clean records.</summary>
internal sealed class PairQueries(CleanRecords records, MatchModel model)
{
    private readonly IReadOnlyList<ComparisonSql> _comparisons =
        [.. model.Comparisons.Select((comparison, index) => new ComparisonSql(comparison, index, records.BeyondAscii.Contains(comparison.Columns[0])))];

    /// <summary>The levels of all comparisons, as a list of columns.</summary>
    public string LevelNames => string.Join(", ", model.Comparisons.Select(Level));

    /// <summary>Pairs of a new record with any other that agree on a rule's keys, but not on those of earlier rules.</summary>
    public string Blocked(BlockingRule rule, IEnumerable<BlockingRule> earlier) =>
        $"""
        FROM (FROM {records.Table} WHERE _new) AS l
        JOIN {records.Table} AS r ON l.{records.Blocks[rule]} = r.{records.Blocks[rule]} AND (l._n < r._n OR NOT r._new)
        {Where(earlier.Select(records.Blocks.Apart))}
        """;

    /// <summary>All pairs that agree on a rule's keys, or about as many of them as asked for.</summary>
    /// <param name="share">Of the pairs, up to 1.</param>
    public string BlockedSample(BlockingRule rule, double share, int seed) =>
        $"""
        FROM {records.Table} AS l JOIN {records.Table} AS r ON l.{records.Blocks[rule]} = r.{records.Blocks[rule]} AND l._n < r._n
        {(share >= 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"WHERE hash(l._n, r._n, {seed}) % 1000000 < {Math.Ceiling(share * 1_000_000)}"))}
        """;

    /// <summary>Pairs drawn at random, all pairs where these are no more, without those that a certain rule finds.</summary>
    public string AtRandom(int pairs, int seed)
    {
        var apart = model.Training.Certain.Select(records.Blocks.Apart);
        return records.AllPairs <= pairs
            ? $"FROM {records.Table} AS l JOIN {records.Table} AS r ON l._n < r._n {Where(apart)}"
            : $"""
               FROM (
                   SELECT CAST(hash(range, {seed}) % {records.Count} AS INTEGER) + 1 AS first, CAST(hash(range, {seed}, 'second') % {records.Count} AS INTEGER) + 1 AS second
                   FROM range({pairs})
               ) AS drawn
               JOIN {records.Table} AS l ON l._n = drawn.first
               JOIN {records.Table} AS r ON r._n = drawn.second
               {Where(apart.Prepend("drawn.first <> drawn.second"))}
               """;
    }

    /// <summary>How pairs agree: <c>left_n</c>, <c>right_n</c>, a level for each comparison, frequencies where they count.</summary>
    public string Compared(string pairs)
    {
        var columns = _comparisons.SelectMany(comparison => comparison.Columns).Distinct().ToList();
        var sides = columns.SelectMany(column => new[] { $"l.{column} AS {ComparisonSql.Side("l", column)}", $"r.{column} AS {ComparisonSql.Side("r", column)}" });
        var frequencies = model.Comparisons.Where(comparison => comparison.TermFrequency).Select(comparison => Frequency(comparison.Columns[0])).Distinct()
            .Select(column => $"{ComparisonSql.Side("l", column)} AS {column}");
        IEnumerable<string> measured = ["l._n AS left_n", "r._n AS right_n", .. sides, .. _comparisons.SelectMany(comparison => comparison.Measures)];
        IEnumerable<string> levels = ["left_n", "right_n", .. _comparisons.Select((comparison, index) => $"{comparison.Level} AS {Level(model.Comparisons[index])}"), .. frequencies];
        return
            $"""
            SELECT {string.Join(", ", levels)}
            FROM (
                SELECT {string.Join(", ", measured)}
                {pairs}
            ) AS measured
            """;
    }

    private static string Where(IEnumerable<string> conditions) => string.Join(" AND ", conditions) is { Length: > 0 } all ? $"WHERE {all}" : "";
}
