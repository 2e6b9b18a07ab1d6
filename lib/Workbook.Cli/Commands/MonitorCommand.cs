using System.CommandLine;
using System.Globalization;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Lake;
using Workbook.Operations.Alerts;
using Workbook.Operations.Monitoring;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class MonitorCommand
{
    public static Command Create(CommandContext context)
    {
        var lake = CommonOptions.Lake();
        var topics = CommonOptions.Names("--topic", "Only monitors of these topics, such as foreign_key or loaded, separated by commas.");
        var all = new Option<bool>("--all") { Description = "List the monitors that are OK, too." };
        var trend = new Option<int>("--trend") { Description = "How many of its last values to show of each.", DefaultValueFactory = _ => 5, Validators = { result => CommonOptions.RequireAtLeast(result, 1) } };
        var sql = new Option<string?>("--sql") { Description = "Print the statement that shows a monitor's rows at fault, for 'workbook sql', and measure nothing.", HelpName = "monitor" };
        topics.CompletionSources.Add(_ => CommonOptions.Items(RetailMonitors.All(new LakeFolder("lake")).Select(monitor => monitor.Topic).Distinct()));
        sql.CompletionSources.Add(_ => CommonOptions.Items(RetailMonitors.All(new LakeFolder("lake")).Select(monitor => monitor.Name)));
        var format = CommonOptions.TableOrJson();
        var alerts = RunOptionSet.AlertsOption();
        var command = new Command("monitor", "Measure the lake against its thresholds, keep what was measured, and tell of what is wrong; exit with 1 on an ALERT.") { lake, topics, all, trend, sql, format, alerts };
        command.Runs(context, (parsed, cancellation) =>
        {
            var folder = new LakeFolder(parsed.GetValue(lake)!);
            if (!Directory.Exists(folder.Path))
                throw new WorkbookException($"There is no lake at '{folder.Path}'. Build it with 'workbook run', or name another folder (--lake).");
            if (parsed.GetValue(sql) is { } name)
            {
                context.Terminal.Out.WriteLine(RetailMonitors.Named(folder, name).Offending);
                return ExitCode.Ok;
            }

            var monitors = RetailMonitors.OfTopics(folder, parsed.GetValue(topics) ?? []);
            var routing = parsed.GetValue(alerts) is { } file ? AlertRouting.Read(file) : AlertRouting.Default;
            var report = LakeMonitor.Evaluate(folder, monitors, cancel: cancellation);
            var trends = MonitorHistory.Trends(folder, parsed.GetValue(trend));
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ToJson(report, trends));
            else
                Print(context.Terminal, report, trends, parsed.GetValue(all));
            // What the console would be told stands in the table.
            using var dispatcher = new AlertDispatcher(folder, routing, _ => { });
            AlertOutput.Tell(context.Terminal, dispatcher, report, cancellation);
            return report.HasAlert ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, MonitorReport report, IReadOnlyDictionary<string, IReadOnlyList<MonitorPoint>> trends, bool all)
    {
        var shown = report.Results.Where(result => all || result.Status is MonitorStatus.Warning or MonitorStatus.Alert)
            .OrderByDescending(result => result.Status == MonitorStatus.NotMeasured ? -1 : (int)result.Status).ThenBy(result => result.Severity ?? Workbook.Operations.Severity.P3).ToList();
        if (shown.Count > 0)
            terminal.WriteTable(["Status", "Severity", "Monitor", "#Value", "Unit", "Warns / alerts", "#At fault", "#Last values", "What it says"], shown.Select(result => new[]
            {
                MonitorHistory.Name(result.Status), $"{result.Severity}", result.Monitor.Name, Number(result.Value), result.Monitor.Unit, $"{result.Monitor.Threshold}",
                $"{result.Offending:N0}", string.Join(' ', trends.GetValueOrDefault(result.Monitor.Name, []).Select(point => Number(point.Value))), $"{result.Monitor.Title}{(result.Note is { Length: > 0 } note ? $" ({note})" : "")}",
            }));
        terminal.Out.WriteLine($"{report.Count(MonitorStatus.Ok):N0} OK, {report.Count(MonitorStatus.Warning):N0} WARNING, {report.Count(MonitorStatus.Alert):N0} ALERT, {report.Count(MonitorStatus.NotMeasured):N0} not measured.");
        if (shown.FirstOrDefault(result => result.Offending > 0) is { } example)
            terminal.Out.WriteLine($"The rows at fault: workbook sql \"$(workbook monitor --sql {example.Monitor.Name})\"");
    }

    private static string Number(double? value) => value?.ToString("#,0.##", CultureInfo.InvariantCulture) ?? "";

    private static string ToJson(MonitorReport report, IReadOnlyDictionary<string, IReadOnlyList<MonitorPoint>> trends) => ReportJson.Write(new
    {
        report.EvaluatedAt,
        Status = report.HasAlert ? "ALERT" : report.Count(MonitorStatus.Warning) > 0 ? "WARNING" : "OK",
        Monitors = report.Results.Select(result => new
        {
            result.Monitor.Name, result.Monitor.Topic, result.Monitor.Layer, result.Monitor.Title,
            Status = MonitorHistory.Name(result.Status), Severity = result.Severity?.ToString(), result.Value, result.Monitor.Unit,
            result.Monitor.Threshold.Warning, Alert = double.IsInfinity(result.Monitor.Threshold.Alert) ? (double?)null : result.Monitor.Threshold.Alert, result.Monitor.Threshold.HigherIsBetter,
            OffendingRows = result.Offending, TotalRows = result.Total, result.Note, OffendingSql = result.Monitor.Offending,
            Trend = trends.GetValueOrDefault(result.Monitor.Name, []),
        }),
    });
}
