using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Matching;

/// <summary>The pairs of all blocking rules with their scores, rule by rule, so that only pairs worth keeping are ever stored.</summary>
internal static class ScoredPairs
{
    /// <returns>How many pairs are kept.</returns>
    public static long Create(DuckDBConnection connection, CleanRecords records, MatchModel model, DedupTables tables, double keep)
    {
        var queries = new PairQueries(records, model);
        for (var rule = 0; rule < model.Blocking.Count; rule++)
        {
            var compared = Query(queries.Compared(queries.Blocked(model.Blocking[rule], model.Blocking.Take(rule))), queries, model, rule + 1, keep);
            connection.Execute(rule == 0 ? $"CREATE OR REPLACE TABLE {tables.Pairs} AS {compared}" : $"INSERT INTO {tables.Pairs} {compared}");
        }
        connection.Execute(
            $"""
            CREATE OR REPLACE TABLE {tables.Pairs} AS
            SELECT left_record._id AS left_id, right_record._id AS right_id, pair.*
            FROM {tables.Pairs} AS pair
            JOIN {tables.Records} AS left_record ON left_record._n = pair.left_n
            JOIN {tables.Records} AS right_record ON right_record._n = pair.right_n
            ORDER BY left_n, right_n
            """);
        return connection.Scalar<long>($"SELECT count(*) FROM {tables.Pairs}");
    }

    /// <summary>One pair of records, whether they share a block or not.</summary>
    public static string Query(string compared, PairQueries queries, MatchModel model, int rule, double keep)
    {
        var levels = model.Comparisons.Count == 0 ? "" : $"{queries.LevelNames}, ";
        return
            $"""
            WITH weighed AS (SELECT *, {PairScores.Weight(model)} AS weight FROM ({compared})),
            scored AS (SELECT *, {PairScores.Score(model, "weight")} AS score FROM weighed)
            SELECT least(left_n, right_n) AS left_n, greatest(left_n, right_n) AS right_n, {rule} AS rule, {levels}weight, score
            FROM scored
            WHERE score >= {Number(keep)}
            """;
    }

    public static string Number(double value) => $"{value.ToString("R", CultureInfo.InvariantCulture)}::DOUBLE";
}
