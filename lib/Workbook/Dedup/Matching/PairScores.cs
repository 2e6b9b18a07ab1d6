using System.Globalization;
using Workbook.Dedup.Model;
using static Workbook.Dedup.Matching.RecordColumns;

namespace Workbook.Dedup.Matching;

/// <summary>What the levels of a pair amount to, as SQL: a match weight in bits, and a score from 0 to 1.</summary>
internal static class PairScores
{
    /// <summary>NULL for methods that have no weights.</summary>
    public static string Weight(MatchModel model)
    {
        if (model.Method != MatchMethod.Probabilistic)
            return "CAST(NULL AS DOUBLE)";
        var parameters = model.Trained!;
        var parts = model.Comparisons.Select((comparison, index) => LevelWeight(comparison, parameters.Comparisons[index]))
            .Concat(model.Comparisons.Select((comparison, index) => FrequencyWeight(comparison, parameters.Comparisons[index])).OfType<string>());
        return string.Join(" + ", parts.Prepend(Number(PriorWeight(parameters.Prior))));
    }

    /// <param name="weight">The column with the weight.</param>
    public static string Score(MatchModel model, string weight) => model.Method switch
    {
        MatchMethod.Probabilistic => $"1 / (1 + pow(2, -{weight}))",
        MatchMethod.Fuzzy => Similarity(model),
        _ => "1.0::DOUBLE",
    };

    public static double PriorWeight(double prior) => Math.Log2(prior / (1 - prior));

    /// <summary>The level to which the frequency of a value applies; -1 for none.</summary>
    public static int FrequencyLevel(Comparison comparison) =>
        comparison.TermFrequency ? comparison.Levels.Select(level => level.Kind).ToList().IndexOf(LevelKind.Exact) : -1;

    private static string LevelWeight(Comparison comparison, ComparisonParameters parameters) =>
        $"CASE {Level(comparison)} {string.Join(" ", parameters.M.Select((_, level) => $"WHEN {level} THEN {Number(parameters.Weight(level))}"))} ELSE 0 END";

    /// <summary>In place of how often values agree by chance, how often this one would: log2(u / frequency).</summary>
    private static string? FrequencyWeight(Comparison comparison, ComparisonParameters parameters) => FrequencyLevel(comparison) is >= 0 and var level
        ? $"CASE {Level(comparison)} WHEN {level} THEN log2({Number(parameters.U[level])} / {Frequency(comparison.Columns[0])}) ELSE 0 END"
        : null;

    /// <summary>
    /// The levels' mean by weight, the best level being 1 and none 0. Missing values are left out, but at least half of all
    /// weight must be there to divide by: one equal city alone is no match.
    /// </summary>
    private static string Similarity(MatchModel model)
    {
        var half = model.Comparisons.Sum(comparison => comparison.Weight) / 2;
        var gained = model.Comparisons.Select(comparison => $"coalesce(({comparison.Levels.Count} - {Level(comparison)}) / {Number(comparison.Levels.Count)} * {Number(comparison.Weight)}, 0)");
        var compared = model.Comparisons.Select(comparison => $"if({Level(comparison)} IS NULL, 0, {Number(comparison.Weight)})");
        return $"({string.Join(" + ", gained)}) / greatest({Number(half)}, {string.Join(" + ", compared)})";
    }

    /// <summary>As a DOUBLE: DuckDB would take 0.1 for a DECIMAL.</summary>
    public static string Number(double value) => $"{value.ToString("R", CultureInfo.InvariantCulture)}::DOUBLE";
}
