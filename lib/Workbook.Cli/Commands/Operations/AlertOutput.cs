using Workbook.Cli.Output;
using Workbook.Operations.Alerts;
using Workbook.Operations.Monitoring;
using Workbook.Operations.Orchestration;

namespace Workbook.Cli.Commands.Operations;

/// <summary>Alerts of runs and monitors on their way to their sinks; one that takes none is told of and stops nothing.</summary>
internal static class AlertOutput
{
    public static void Tell(Terminal terminal, AlertDispatcher alerts, PipelineRun run, MonitorReport? report, CancellationToken cancellation)
    {
        var firing = RunAlerts.Of(run).Concat(report is null ? [] : MonitorAlerts.Of(report)).ToList();
        var looked = RunAlerts.Evaluated(run).Concat(report is null ? [] : MonitorAlerts.Evaluated(report)).ToHashSet(StringComparer.Ordinal);
        Report(terminal, alerts.Dispatch(firing, looked, RunAlerts.Success(run), cancellation));
    }

    public static void Tell(Terminal terminal, AlertDispatcher alerts, MonitorReport report, CancellationToken cancellation) =>
        Report(terminal, alerts.Dispatch(MonitorAlerts.Of(report), MonitorAlerts.Evaluated(report), cancel: cancellation));

    private static void Report(Terminal terminal, DispatchReport dispatched)
    {
        foreach (var sink in dispatched.Failures.GroupBy(failure => failure.Sink))
            terminal.Note($"Alerts: sink '{sink.Key}' did not take {sink.Count():N0} notice{(sink.Count() == 1 ? "" : "s")}, and will be tried again next time: {sink.First().Message}");
    }
}
