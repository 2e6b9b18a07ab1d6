using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <param name="Rows">Before the cut-off.</param>
/// <param name="Total">Of the amounts before the cut-off, in the common currency; the number of rows where no amount was named.</param>
public sealed record SideTotal(string Name, long Rows, decimal Total);

/// <param name="Differences">How many: a pair of rows, or one without a counterpart, is one.</param>
/// <param name="Effect">What they add to the left total on the way to the right one.</param>
public sealed record CauseTotal(DifferenceCause Cause, long Differences, decimal Effect);

/// <param name="Cause">Null for both ends and for what tolerances let pass.</param>
/// <param name="Amount">A total at the ends, a change between them.</param>
public sealed record BridgeStep(string Label, DifferenceCause? Cause, decimal Amount);

/// <summary>
/// How two sides differ, and why. Its tables stay in the connection, as temporary ones, until the next run of the same name
/// or the connection's end.
/// </summary>
public sealed record ReconciliationReport
{
    /// <summary>Where the bridge begins.</summary>
    public required SideTotal Left { get; init; }

    /// <summary>Where the bridge ends; its name has "(right)" added where both sides are called the same.</summary>
    public required SideTotal Right { get; init; }

    /// <summary>Only those that occur, in the order of precedence.</summary>
    public required IReadOnlyList<CauseTotal> Causes { get; init; }

    /// <summary>What differences add up to that a tolerance lets pass.</summary>
    public required decimal WithinTolerance { get; init; }

    /// <summary>
    /// One row for each difference: cause, the keys, left_amount, right_amount, effect (right less left, 0 for a side beyond the
    /// cut-off), times and compared columns of both sides, and <c>columns</c>, the names of those that differ. Columns that the
    /// spec doesn't name are left out; with currencies there are the original amounts, too.
    /// </summary>
    public required string DifferencesTable { get; init; }

    /// <summary>step, label, cause, differences, amount: the bridge as rows.</summary>
    public required string BridgeTable { get; init; }

    /// <summary>What totals are of: the amount's column and the common currency, or "rows".</summary>
    public required string Measure { get; init; }

    /// <summary>How many there are of all causes: the rows of <see cref="DifferencesTable"/>.</summary>
    public long Differences => Causes.Sum(cause => cause.Differences);

    /// <summary>Within tolerances.</summary>
    public bool IsEqual => Causes.Count == 0;

    /// <summary>From the left total to the right one; the first amount and all changes add up to the last, exactly.</summary>
    public IReadOnlyList<BridgeStep> Bridge =>
    [
        new BridgeStep(Left.Name, null, Left.Total),
        .. Causes.Where(cause => cause.Effect != 0).Select(cause => new BridgeStep(cause.Cause.Describe(Left.Name, Right.Name), cause.Cause, cause.Effect)),
        .. WithinTolerance == 0 ? Array.Empty<BridgeStep>() : [new BridgeStep("Within tolerance", null, WithinTolerance)],
        new BridgeStep(Right.Name, null, Right.Total),
    ];

    /// <summary>The bridge as a waterfall.</summary>
    public Chart ToChart() => Chart.Waterfall([.. Bridge.SkipLast(1).Select(step => step.Label)], [.. Bridge.SkipLast(1).Select(step => step.Amount)], Right.Name)
        .With(title: $"From {Left.Name} to {Right.Name}", y: Measure);

    /// <summary>A page that needs no network: totals, bridge, causes, and the largest differences of each.</summary>
    /// <param name="connection">The one that the report was made with.</param>
    /// <param name="schema">Shown below, if given.</param>
    public string ToHtml(DuckDBConnection connection, IReadOnlyList<SchemaDifference>? schema = null) => ReconciliationHtml.Html(this, connection, schema ?? []);

    internal static ReconciliationReport Read(DuckDBConnection connection, RowLayout layout, SideRows left, SideRows right)
    {
        var spec = layout.Spec;
        var causes = connection.Query(
            $"SELECT cause, count(*), sum(effect) FROM {layout.Table("differences")} GROUP BY cause",
            row => new CauseTotal(DifferenceCauses.Parse(row.GetString(0)), row.GetInt64(1), row.Get<decimal>(2))).OrderBy(cause => cause.Cause).ToList();
        var report = new ReconciliationReport
        {
            Left = new SideTotal(spec.Left.Name, left.InPeriod, left.Total),
            Right = new SideTotal(spec.Right.Name == spec.Left.Name ? $"{spec.Right.Name} (right)" : spec.Right.Name, right.InPeriod, right.Total),
            Causes = causes,
            WithinTolerance = right.Total - left.Total - causes.Sum(cause => cause.Effect),
            DifferencesTable = $"{spec.Name}_differences",
            BridgeTable = $"{spec.Name}_bridge",
            Measure = spec.Amount is null ? "rows" : spec.Currency is null ? spec.Amount.Left : $"{spec.Amount.Left} ({spec.Currency.Common})",
        };
        if (report.WithinTolerance != 0 && spec.Amount is not { Tolerance: > 0 } and not { Relative: > 0 })
            throw new InvalidOperationException(Invariant($"The bridge from {spec.Left.Name} to {spec.Right.Name} doesn't close: {report.WithinTolerance} has no cause."));
        report.WriteBridge(connection, layout);
        return report;
    }

    private void WriteBridge(DuckDBConnection connection, RowLayout layout)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {layout.Table("bridge")} (step INTEGER, label VARCHAR, cause VARCHAR, differences BIGINT, amount DECIMAL(38, {layout.Scale}))");
        foreach (var (step, index) in Bridge.Select((step, index) => (step, index)))
            connection.Execute($"INSERT INTO {layout.Table("bridge")} VALUES (?, ?, ?, ?, ?)", index, step.Label, step.Cause?.Code(), Causes.FirstOrDefault(cause => cause.Cause == step.Cause)?.Differences, step.Amount);
    }
}
