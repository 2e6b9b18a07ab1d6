using System.Globalization;

namespace Workbook.Reconciliation;

/// <summary>Two sides that should agree don't.</summary>
public sealed class ReconciliationException : WorkbookException
{
    internal ReconciliationException(ReconciliationReport report) : base(Text(report)) => Report = report;

    /// <summary>All that was found; its tables are in the connection.</summary>
    public ReconciliationReport Report { get; }

    private static string Text(ReconciliationReport report)
    {
        string Amount(decimal value) => value.ToString("#,0.00####", CultureInfo.InvariantCulture);
        var causes = report.Causes.Select(cause => Invariant($"{cause.Cause.Code()} {cause.Differences:N0} ({Amount(cause.Effect)})"));
        return Invariant($"{report.Left.Name} and {report.Right.Name} expected equal but differ in {report.Differences:N0} {(report.Differences == 1 ? "row" : "rows")}, ")
            + $"{report.Measure} {Amount(report.Left.Total)} against {Amount(report.Right.Total)}: {string.Join(", ", causes)}. "
            + $"See them: SELECT * FROM {report.DifferencesTable} WHERE cause = '{report.Causes[0].Cause.Code()}'";
    }
}
