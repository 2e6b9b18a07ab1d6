using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Matching;

/// <summary>The pairs of all blocking rules with their scores; only those worth keeping are stored with what they agree on.</summary>
internal static class ScoredPairs
{
    /// <returns>How many pairs are kept.</returns>
    public static long Create(DuckDBConnection connection, CleanRecords records, MatchModel model, DedupTables tables, double keep)
    {
        var queries = new PairQueries(records, model);
        connection.Execute("CREATE OR REPLACE TEMP TABLE blocked_pairs (left_n INTEGER, right_n INTEGER, rule INTEGER)");
        for (var rule = 0; rule < model.Blocking.Count; rule++)
            connection.Execute($"INSERT INTO blocked_pairs SELECT *, {rule + 1} FROM ({queries.Blocked(model.Blocking[rule], model.Blocking.Take(rule))})");
        connection.Execute(
            $"""
            CREATE OR REPLACE TABLE {tables.Pairs} AS
            SELECT left_record._id AS left_id, right_record._id AS right_id, pair.*
            FROM ({Query(queries.Compared("FROM blocked_pairs", "rule"), queries, model, keep)}) AS pair
            JOIN {records.Table} AS left_record ON left_record._n = pair.left_n
            JOIN {records.Table} AS right_record ON right_record._n = pair.right_n
            ORDER BY left_n, right_n;
            DROP TABLE blocked_pairs
            """);
        return connection.Scalar<long>($"SELECT count(*) FROM {tables.Pairs}");
    }

    /// <param name="compared">With the column <c>rule</c>.</param>
    public static string Query(string compared, PairQueries queries, MatchModel model, double keep)
    {
        var levels = model.Comparisons.Count == 0 ? "" : $"{queries.LevelNames}, ";
        return
            $"""
            SELECT least(left_n, right_n) AS left_n, greatest(left_n, right_n) AS right_n, rule, {levels}weight, score
            FROM (
                SELECT *, {PairScores.Score(model, "weight")} AS score
                FROM (SELECT *, {PairScores.Weight(model)} AS weight FROM ({compared}))
            )
            WHERE score >= {PairScores.Number(keep)}
            """;
    }
}
