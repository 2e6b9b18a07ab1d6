using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Database;
using Workbook.Dedup.Matching;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Evaluation;

/// <param name="Left">The clean values that were compared, null for a missing one.</param>
/// <param name="Level">As the model writes it; "none" where no level holds, "missing" where a value is.</param>
/// <param name="Contribution">In bits, or in parts of the score for fuzzy matching.</param>
/// <param name="Frequency">What this value being rarer or more frequent than others adds, in bits.</param>
public sealed record ComparisonScore(string Name, string? Left, string? Right, string Level, double Contribution, double Frequency);

/// <param name="Prior">In bits, before anything is compared; 0 for methods without.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Rules">Blocking rules under which the two meet; none means that they were never compared.</param>
public sealed record PairExplanation(string LeftId, string RightId, double Prior, IReadOnlyList<ComparisonScore> Columns, double Score, IReadOnlyList<BlockingRule> Rules)
{
    /// <summary>The prior and all contributions together.</summary>
    public double Weight => Prior + Columns.Sum(column => column.Contribution + column.Frequency);

    /// <summary>From the prior, step by step, to the weight of the pair.</summary>
    public Chart Waterfall()
    {
        List<(string Label, double Value)> steps = [("prior", Prior)];
        foreach (var column in Columns)
        {
            steps.Add(($"{column.Name}: {column.Level}", column.Contribution));
            if (column.Frequency != 0)
                steps.Add(($"{column.Name}: frequency", column.Frequency));
        }
        return Chart.Waterfall(steps.Select(step => step.Label), steps.Select(step => Math.Round(step.Value, 2)), "in all")
            .With(title: Invariant($"{LeftId} and {RightId}: score {Score:0.####}"), unit: Prior == 0 ? "" : "bits");
    }

    internal static PairExplanation Of(DuckDBConnection connection, CleanRecords records, MatchModel model, object leftId, object rightId)
    {
        string[] ids = [Invariant($"{leftId}"), Invariant($"{rightId}")];
        foreach (var id in ids)
        {
            if (connection.Scalar<long>($"SELECT count(*) FROM {records.Table} WHERE CAST(_id AS VARCHAR) = ?", id) == 0)
                throw new WorkbookException($"There is no record with the id {id} to explain. Give two ids of the input.");
        }
        var pair = $"FROM {records.Table} AS l JOIN {records.Table} AS r ON CAST(l._id AS VARCHAR) = {Sql.Literal(ids[0])} AND CAST(r._id AS VARCHAR) = {Sql.Literal(ids[1])}";
        var rules = model.Blocking.Where(rule => connection.Scalar<bool>($"SELECT NOT ({records.Blocks.NotInSameBlock(rule)}) {pair}")).ToList();
        if (model.Method == MatchMethod.Deterministic)
            return new PairExplanation(ids[0], ids[1], 0, [], rules.Count > 0 ? 1 : 0, rules);
        var queries = new PairQueries(records, model);
        var (levels, score) = connection.Query(ScoredPairs.Query(queries.Compared($"SELECT l._n AS left_n, r._n AS right_n, 0 AS rule {pair}", "rule"), queries, model, 0), row => (
            Enumerable.Range(0, model.Comparisons.Count).Select(index => row.IsDBNull(index + 3) ? (int?)null : row.Get<int>(index + 3)).ToList(),
            row.Get<double>(model.Comparisons.Count + 4)))[0];
        var weights = new Contributions(model, levels);
        var columns = model.Comparisons.Select((comparison, index) => Column(connection, pair, comparison, levels[index], weights.Of(index),
            levels[index] is { } level && model.Method == MatchMethod.Probabilistic && level == PairScores.FrequencyLevel(comparison) ? model.Trained!.Comparisons[index].U[level] : null)).ToList();
        return new PairExplanation(ids[0], ids[1], model.Method == MatchMethod.Probabilistic ? PairScores.PriorWeight(model.Trained!.Prior) : 0, columns, score, rules);
    }

    private static ComparisonScore Column(DuckDBConnection connection, string pair, Comparison comparison, int? level, double contribution, double? chance)
    {
        string Values(string side) => $"nullif(concat_ws(', ', {string.Join(", ", comparison.Columns.Select(column => $"{side}.{Sql.Identifier(column)}"))}), '')";
        var frequency = chance is null ? "0.0" : $"log2({PairScores.Number(chance.Value)} / l.{RecordColumns.Frequency(comparison.Columns[0])})";
        return connection.Query($"SELECT {Values("l")}, {Values("r")}, CAST({frequency} AS DOUBLE) {pair}", row => new ComparisonScore(
            comparison.Name, row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1),
            level is null ? "missing" : level == comparison.Levels.Count ? "none" : comparison.Levels[level.Value].ToString(), contribution, row.Get<double>(2)))[0];
    }

    /// <summary>The same sums as in <see cref="PairScores"/>, one by one.</summary>
    private sealed class Contributions(MatchModel model, List<int?> levels)
    {
        public double Of(int index)
        {
            if (levels[index] is not { } level)
                return 0;
            if (model.Method == MatchMethod.Probabilistic)
                return model.Trained!.Comparisons[index].Weight(level);
            var comparison = model.Comparisons[index];
            var compared = model.Comparisons.Where((_, other) => levels[other] is not null).Sum(other => other.Weight);
            return (comparison.Levels.Count - level) / (double)comparison.Levels.Count * comparison.Weight / Math.Max(compared, model.Comparisons.Sum(other => other.Weight) / 2);
        }
    }
}
