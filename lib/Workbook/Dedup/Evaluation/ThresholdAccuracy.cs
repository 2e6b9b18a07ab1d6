using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Database;

namespace Workbook.Dedup.Evaluation;

/// <param name="Pairs">At or above the threshold, both with a truth.</param>
public sealed record ThresholdAccuracy(double Threshold, long Pairs, Agreement Agreement)
{
    internal static IReadOnlyList<ThresholdAccuracy> Of(DuckDBConnection connection, DedupTables tables, string truth) => connection.Query(
        $"""
        WITH labelled AS ({Accuracy.Labelled(tables, truth)}),
        thresholds AS (SELECT unnest([0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999])::DOUBLE AS threshold),
        pairs AS (
            SELECT pair.score, left_record.entity = right_record.entity AS is_match
            FROM {tables.Pairs} AS pair
            JOIN labelled AS left_record ON left_record.id = pair.left_id
            JOIN labelled AS right_record ON right_record.id = pair.right_id
        ),
        real AS (SELECT coalesce(sum(size * (size - 1) // 2), 0) AS pairs FROM (SELECT count(*) AS size FROM labelled GROUP BY entity))
        SELECT threshold, count(score), count_if(is_match), any_value(real.pairs)
        FROM thresholds CROSS JOIN real LEFT JOIN pairs ON pairs.score >= threshold
        GROUP BY threshold
        ORDER BY threshold
        """,
        row => new ThresholdAccuracy(row.Get<double>(0), row.Get<long>(1), Agreement.Of(row.Get<long>(2), row.Get<long>(1), row.Get<long>(3))));

    /// <summary>Precision, recall and F1 by threshold.</summary>
    public static Chart Chart(IReadOnlyList<ThresholdAccuracy> rows)
    {
        var points = rows.SelectMany(row => new[] { ("precision", row.Agreement.Precision), ("recall", row.Agreement.Recall), ("F1", row.Agreement.F1) }.Select(line => (row.Threshold, Line: line.Item1, Value: line.Item2)));
        return Charts.Chart.Line(points.OrderBy(point => point.Line, StringComparer.Ordinal), point => point.Threshold, point => point.Value, point => point.Line)
            .With(title: "Pairs by threshold", x: "threshold", y: "");
    }
}
