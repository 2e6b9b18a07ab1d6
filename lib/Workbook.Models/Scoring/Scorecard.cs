namespace Workbook.Models.Scoring;

/// <param name="Found">What the points are for, with its figures.</param>
/// <param name="Advice">What would raise it; null where all points are there.</param>
public sealed record ScoreFact(double Points, double Max, string Found, string? Advice);

/// <summary>The points of one side of quality, and what they are for.</summary>
/// <param name="Name">reliability, quality, performance, documentation, monitoring, testing or cost.</param>
/// <param name="Facts">In the order of the rubric.</param>
public sealed record DimensionScore(string Name, IReadOnlyList<ScoreFact> Facts)
{
    /// <summary>The sum of the facts' points, to a tenth.</summary>
    public double Points => Math.Round(Facts.Sum(fact => fact.Points), 1);

    /// <summary>10, 15 or 20, as <see cref="Scorecard"/> lists them.</summary>
    public double Max => Facts.Sum(fact => fact.Max);
}

/// <summary>
/// How good a pipeline is, from 0 to 100: reliability 20, quality 20, performance 15, documentation 10, monitoring 15,
/// testing 10, cost 10. Points are for evidence alone; what can't be shown earns none, however good it may be. It says
/// nothing of whether the figures in the tables are right: that is for the tests that it counts.
/// </summary>
public sealed record Scorecard(IReadOnlyList<DimensionScore> Dimensions, IReadOnlyList<LayerBuildCost> Layers)
{
    /// <summary>From 0 to 100, to a tenth.</summary>
    public double Points => Math.Round(Dimensions.Sum(dimension => dimension.Points), 1);

    /// <summary>Points by dimension, from what was found in project and run.</summary>
    public static Scorecard Of(ScoreEvidence evidence) => new(
    [
        new("reliability", Rubric.Reliability(evidence)),
        new("quality", Rubric.Quality(evidence)),
        new("performance", Rubric.Performance(evidence)),
        new("documentation", Rubric.Documentation(evidence.Coverage)),
        new("monitoring", Rubric.Monitoring(evidence)),
        new("testing", Rubric.Testing(evidence.Coverage)),
        new("cost", Rubric.Cost(evidence)),
    ], LayerBuildCost.Of(evidence.Nodes));
}

/// <summary>What a layer costs: seconds of its last builds, bytes and rows that lie there now.</summary>
public sealed record LayerBuildCost(Layer Layer, int Nodes, double Seconds, long Bytes, long Rows, long RowsWritten)
{
    /// <summary>Bytes of the database's file; null where no rows lie there.</summary>
    public double? BytesPerRow => Rows == 0 ? null : (double)Bytes / Rows;

    /// <summary>Rows that the last builds wrote; null where none was timed.</summary>
    public double? RowsPerSecond => Seconds == 0 ? null : RowsWritten / Seconds;

    internal static IReadOnlyList<LayerBuildCost> Of(IReadOnlyList<NodeEvidence> nodes) =>
    [
        .. nodes.GroupBy(node => node.Layer).OrderBy(layer => layer.Key).Select(layer => new LayerBuildCost(
            layer.Key, layer.Count(), layer.Sum(node => node.LastSeconds ?? 0), layer.Sum(node => node.Bytes ?? 0), layer.Sum(node => node.Rows ?? 0), layer.Sum(node => node.RowsWritten ?? 0))),
    ];
}
