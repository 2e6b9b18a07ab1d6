namespace Workbook.Models.Scoring;

/// <summary>What data quality is made of, and which kind of test asks for which part.</summary>
internal static class QualityDimensions
{
    public static readonly IReadOnlyList<string> All = ["completeness", "uniqueness", "validity", "accuracy", "freshness", "consistency"];

    private static readonly (string Word, string Dimension)[] OfTest =
    [
        ("unique", "uniqueness"), ("distinct", "uniqueness"),
        ("not_null", "completeness"), ("not_empty", "completeness"), ("row_count", "completeness"),
        ("recency", "freshness"), ("fresh", "freshness"),
        ("relationship", "consistency"), ("fk_", "consistency"), ("equal", "consistency"), ("expression", "consistency"), ("violation", "consistency"),
        ("accepted", "validity"), ("range", "validity"), ("email", "validity"), ("pattern", "validity"), ("regex", "validity"), ("match", "validity"),
    ];

    /// <summary>A query of one's own, or a unit test, compares with what is known to be right: accuracy.</summary>
    public static IReadOnlyList<string> Of(ScoreEvidence evidence)
    {
        var asked = evidence.Checks.Select(check => check.Test is null ? "accuracy" : OfTest.FirstOrDefault(entry => check.Test.Contains(entry.Word, StringComparison.OrdinalIgnoreCase)).Dimension).OfType<string>().ToHashSet();
        if (evidence.Sources.Any(source => source.HasThreshold))
            asked.Add("freshness");
        return [.. All.Where(asked.Contains)];
    }
}
