using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Matching;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Training;

/// <summary>Learns prior, m and u from the records alone: nobody says which pairs match.</summary>
internal static class Trainer
{
    /// <summary>More than this, times those that the prior leads to expect, no rule can see: then it has learnt some other likeness.</summary>
    private const double MaxMatches = 2;

    public static MatchParameters Train(DuckDBConnection connection, CleanRecords records, MatchModel model, IProgress<string>? progress)
    {
        var queries = new PairQueries(records, model);
        var prior = Prior(connection, records, model);
        var u = ByChance(Patterns(connection, queries, model, queries.AtRandom(model.Training.RandomPairs, model.Training.Seed)), model);
        var sessions = model.Training.Blocks.Select(rule => Session(connection, records, queries, model, rule, u, MaxMatches * prior * records.AllPairs, progress)).ToList();
        return new MatchParameters(prior, [.. model.Comparisons.Select((comparison, index) =>
            new ComparisonParameters(comparison.Name, Mean(sessions, index) ?? throw CannotTrain(comparison.Name, "no rule of training.blocks found matches to learn from"), u[index]))]);
    }

    /// <summary>Which comparisons a rule can't teach: all pairs in its blocks agree there, or nearly.</summary>
    internal static IReadOnlyList<bool> IsBlocked(MatchModel model, BlockingRule rule)
    {
        var used = model.Columns.Where(column => rule.Keys.Any(key => RuleColumns.Mentions(key, column.Name))).SelectMany(column => RuleColumns.Family(model, column)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. model.Comparisons.Select(comparison => comparison.Columns
            .SelectMany(name => RuleColumns.Family(model, model.Columns.First(column => column.Name == name))).Any(used.Contains))];
    }

    internal static WorkbookException CannotTrain(string comparison, string why) =>
        new($"The comparison {comparison} can't be trained: {why}. Add a rule to training.blocks that doesn't use its columns.");

    private static double Prior(DuckDBConnection connection, CleanRecords records, MatchModel model)
    {
        var certain = model.Training.Certain;
        BlockingEstimate.RequireAtMost(100_000_000, BlockingEstimate.Of(connection, records, certain));
        var found = certain.Select((rule, index) => connection.Scalar<long>(
            $"""
            SELECT count(*) FROM {records.Table} AS l JOIN {records.Table} AS r ON l.{records.Blocks[rule]} = r.{records.Blocks[rule]} AND l._n < r._n
            {string.Concat(certain.Take(index).Select((earlier, place) => $"{(place == 0 ? "WHERE" : " AND")} {records.Blocks.NotInSameBlock(earlier)}"))}
            """)).Sum();
        if (found == 0)
            throw new WorkbookException($"The rules of training.certain ({string.Join("; ", certain)}) find no pair, so there is no prior. Give rules that some duplicates satisfy, or a trained model.");
        return Math.Min(0.99, found / model.Training.Recall / records.AllPairs);
    }

    private static IReadOnlyList<double[]> ByChance(List<Pattern> patterns, MatchModel model) => [.. model.Comparisons.Select((comparison, index) =>
    {
        var counts = new double[comparison.Levels.Count + 1];
        foreach (var pattern in patterns)
        {
            if (pattern.Levels[index] is { } level)
                counts[level] += pattern.Pairs;
        }
        // Half a pair for each, as in the expectation: what chance has not shown isn't impossible.
        var total = counts.Sum() + (0.5 * counts.Length);
        return counts.Select(count => (count + 0.5) / total).ToArray();
    })];

    private static TrainedParameters Session(DuckDBConnection connection, CleanRecords records, PairQueries queries, MatchModel model, BlockingRule rule, IReadOnlyList<double[]> u, double most, IProgress<string>? progress)
    {
        var estimate = connection.Scalar<long>($"SELECT CAST(coalesce(sum(size * (size - 1) // 2), 0) AS BIGINT) FROM (SELECT count(*) AS size FROM {records.Table} WHERE {records.Blocks[rule]} IS NOT NULL GROUP BY {records.Blocks[rule]})");
        var share = Math.Min(1, model.Training.BlockedPairs / Math.Max(1.0, estimate));
        var patterns = Patterns(connection, queries, model, queries.BlockedSample(rule, share, model.Training.Seed));
        var blocked = IsBlocked(model, rule);
        if (patterns.Count == 0)
        {
            progress?.Report($"training.blocks: no two records agree on {rule}; nothing learnt from it.");
            return Nothing;
        }
        var learnt = Expectation.Maximise(patterns, [.. u.Select((levels, index) => blocked[index] ? null : levels)]);
        if (learnt.Matches > most * share)
        {
            progress?.Report(Invariant($"training.blocks: {rule} would have {learnt.Matches:N0} matches where {most * share / MaxMatches:N0} are expected; it is passed over, since it has learnt another likeness."));
            return Nothing;
        }
        if (!learnt.HasConverged)
            progress?.Report($"training.blocks: {rule} did not settle in {learnt.Rounds} rounds; the parameters may be rough.");
        return learnt;
    }

    private static readonly TrainedParameters Nothing = new(0, [], 0, 0, true);

    /// <summary>Of the rules that taught it, each by the matches it saw.</summary>
    private static double[]? Mean(List<TrainedParameters> sessions, int comparison)
    {
        var taught = sessions.Where(session => session.Matches > 0 && session.M[comparison] is not null).ToList();
        var all = taught.Sum(session => session.Matches);
        return taught.Count == 0 ? null
            : [.. Enumerable.Range(0, taught[0].M[comparison]!.Length).Select(level => taught.Sum(session => session.M[comparison]![level] * session.Matches) / all)];
    }

    private static List<Pattern> Patterns(DuckDBConnection connection, PairQueries queries, MatchModel model, string pairs) => connection.Query(
        $"SELECT {queries.LevelNames}, count(*) FROM ({queries.Compared(pairs)}) GROUP BY ALL ORDER BY ALL",
        row => new Pattern([.. Enumerable.Range(0, model.Comparisons.Count).Select(index => row.IsDBNull(index) ? (int?)null : row.Get<int>(index))], row.Get<long>(model.Comparisons.Count)));
}
