using System.Globalization;
using Workbook.Operations.Alerts;

namespace Workbook.Operations.Monitoring;

/// <summary>What a report has to tell.</summary>
public static class MonitorAlerts
{
    /// <summary>One for each monitor that warns or alerts.</summary>
    public static IReadOnlyList<Alert> Of(MonitorReport report) =>
    [
        .. report.Results.Where(result => result.Severity is not null).Select(result => new Alert(Fingerprint(result), result.Severity!.Value, $"{result.Monitor.Name}: {result.Monitor.Title}")
        {
            Text = Text(result),
            Sql = result.Monitor.Offending,
        }),
    ];

    /// <summary>Those that were measured: only they can be over.</summary>
    public static IReadOnlySet<string> Evaluated(MonitorReport report) =>
        report.Results.Where(result => result.Status != MonitorStatus.NotMeasured).Select(Fingerprint).ToHashSet(StringComparer.Ordinal);

    private static string Fingerprint(MonitorResult result) => $"monitor:{result.Monitor.Name}";

    private static string Text(MonitorResult result)
    {
        var (monitor, threshold) = (result.Monitor, result.Monitor.Threshold);
        var bound = result.Status == MonitorStatus.Alert ? threshold.Alert : threshold.Warning;
        var rows = result.Offending is { } offending ? Invariant($", {offending:N0}{(result.Total is { } total ? Invariant($" of {total:N0}") : "")} at fault") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{MonitorHistory.Name(result.Status)} at {result.Value:0.###} {monitor.Unit}, {(threshold.HigherIsBetter ? "at least" : "at most")} {bound:0.##} expected{rows}{(result.Note is { Length: > 0 } note ? $" ({note})" : "")}");
    }
}
