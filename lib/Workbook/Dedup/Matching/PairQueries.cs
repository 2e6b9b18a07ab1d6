using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
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
        SELECT l._n AS left_n, r._n AS right_n
        FROM (FROM {records.Table} WHERE _new) AS l
        JOIN {records.Table} AS r ON l.{records.Blocks[rule]} = r.{records.Blocks[rule]} AND (l._n < r._n OR NOT r._new)
        {Where(earlier.Select(records.Blocks.NotInSameBlock))}
        """;

    /// <summary>All pairs that agree on a rule's keys, or about as many of them as asked for.</summary>
    /// <param name="share">Of the pairs, up to 1.</param>
    public string BlockedSample(BlockingRule rule, double share, int seed) =>
        $"""
        SELECT l._n AS left_n, r._n AS right_n
        FROM {records.Table} AS l JOIN {records.Table} AS r ON l.{records.Blocks[rule]} = r.{records.Blocks[rule]} AND l._n < r._n
        {(share >= 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"WHERE hash(l._n, r._n, {seed}) % 1000000 < {Math.Ceiling(share * 1_000_000)}"))}
        """;

    /// <summary>Pairs drawn at random, all pairs where these are no more, without those that a certain rule finds.</summary>
    public string AtRandom(int pairs, int seed)
    {
        var apart = model.Training.Certain.Select(records.Blocks.NotInSameBlock);
        return records.AllPairs <= pairs
            ? $"SELECT l._n AS left_n, r._n AS right_n FROM {records.Table} AS l JOIN {records.Table} AS r ON l._n < r._n {Where(apart)}"
            : $"""
               SELECT left_n, right_n
               FROM (
                   SELECT CAST(hash(range, {seed}) % {records.Count} AS INTEGER) + 1 AS left_n, CAST(hash(range, {seed}, 'right') % {records.Count} AS INTEGER) + 1 AS right_n
                   FROM range({pairs})
               ) AS drawn
               JOIN {records.Table} AS l ON l._n = drawn.left_n
               JOIN {records.Table} AS r ON r._n = drawn.right_n
               {Where(apart.Prepend("left_n <> right_n"))}
               """;
    }

    /// <summary>How pairs agree: the pairs' columns, a level for each comparison, frequencies where they count.</summary>
    /// <param name="pairs">A query with <c>left_n</c> and <c>right_n</c>. It is narrow, so that only pairs that are compared meet their texts.</param>
    /// <param name="more">Other columns of <paramref name="pairs"/> to keep.</param>
    public string Compared(string pairs, string? more = null)
    {
        var columns = _comparisons.SelectMany(comparison => comparison.Columns).Distinct().ToList();
        var sides = columns.SelectMany(column => new[] { $"l.{column} AS {ComparisonSql.Side("l", column)}", $"r.{column} AS {ComparisonSql.Side("r", column)}" });
        var frequencies = model.Comparisons.Where(comparison => comparison.TermFrequency).Select(comparison => Frequency(comparison.Columns[0])).Distinct()
            .Select(column => $"{ComparisonSql.Side("l", column)} AS {column}");
        var kept = more is null ? "left_n, right_n" : $"left_n, right_n, {more}";
        return
            $"""
            SELECT {List([kept, .. _comparisons.Select((comparison, index) => $"{comparison.Level} AS {Level(model.Comparisons[index])}"), .. frequencies])}
            FROM (
                SELECT {List(["*", .. _comparisons.SelectMany(comparison => comparison.Distances)])}
                FROM (
                    SELECT {List([kept, .. sides, .. _comparisons.SelectMany(comparison => comparison.Similarities)])}
                    FROM ({pairs}) AS pair
                    JOIN {records.Table} AS l ON l._n = pair.left_n
                    JOIN {records.Table} AS r ON r._n = pair.right_n
                ) AS sides
            ) AS measured
            """;
    }

    /// <exception cref="WorkbookException">DuckDB can't compute a level: an expression of the model is faulty.</exception>
    public void RequireComputable(DuckDBConnection connection)
    {
        try
        {
            connection.Execute($"EXPLAIN {Compared("SELECT 1 AS left_n, 1 AS right_n WHERE false")}");
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The records can't be compared. Correct the level 'sql …' or the cleaning of the column that DuckDB names; l and r are the two records, with the model's clean columns: {fault.Message}", fault);
        }
    }

    private static string List(IEnumerable<string> columns) => string.Join(", ", columns);

    private static string Where(IEnumerable<string> conditions) => string.Join(" AND ", conditions) is { Length: > 0 } all ? $"WHERE {all}" : "";
}
