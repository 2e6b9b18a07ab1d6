using System.CommandLine;
using System.Globalization;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Lake;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Orchestration;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class StatusCommand
{
    private const int RunsShown = 10;

    public static Command Create(CommandContext context)
    {
        var lake = CommonOptions.Lake();
        var format = CommonOptions.TableOrJson();
        var command = new Command("status", "Show how the last run went, task by task, how runs went before it, how far each source has come, and what is stale; exit with 1 unless the last run succeeded.") { lake, format };
        command.Runs(context, (parsed, _) =>
        {
            var folder = parsed.GetValue(lake)!;
            var status = LakeStatus.Read(RetailPipeline.Of(new LakeFolder(folder)));
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ReportJson.Write(new
                {
                    status.State, status.Last?.RunId, status.Last?.StartedAt, status.Last?.Parameters,
                    Tasks = status.Last is null ? [] : Tasks(status.Last).ToList(), status.Trend, History = status.History.TakeLast(RunsShown), status.Watermarks, status.Stale,
                }));
            else
                Print(context.Terminal, status);
            return status.IsGood ? ExitCode.Ok : ExitCode.Failed;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }

    private static void Print(Terminal terminal, LakeStatus status)
    {
        if (status.Last is { } last)
        {
            terminal.Out.WriteLine($"Run {last.RunId}: {status.State}{(last.Parameters.Count == 0 ? "" : $" ({string.Join(", ", last.Parameters.Select(parameter => $"{parameter.Key} {parameter.Value}"))})")}");
            terminal.WriteTable(["Task", "Status", "#Attempts", "#Seconds", "Message"], Tasks(last).Select(task => new[] { task.Task, task.Status, $"{task.Attempts}", $"{task.Seconds:N1}", task.Message ?? "" }));
            terminal.Out.WriteLine();
        }
        else
        {
            terminal.Out.WriteLine("Nothing was ever run here with 'workbook run'.\n");
        }

        if (status.History.Count > 0)
        {
            terminal.WriteTable(["Run", "Started (UTC)", "Status", "#Seconds", "#Rows loaded", "Message"], status.History.TakeLast(RunsShown).Reverse().Select(run => new[]
            {
                run.RunId, $"{run.StartedAt:yyyy-MM-dd HH:mm:ss}", run.Status, $"{run.DurationSeconds:N1}", $"{run.RowsLoaded:N0}", run.ErrorMessage ?? "",
            }));
            terminal.Out.WriteLine(Trend(status.Trend) + "\n");
        }

        terminal.WriteTable(["Source", "#Rows", "Newest event (UTC)", "Loaded (UTC)", "#Hours ago", "Freshness"], status.Watermarks.Select(source => new[]
        {
            source.Source, $"{source.Rows:N0}", $"{source.NewestEvent:yyyy-MM-dd HH:mm}", $"{source.LoadedAt:yyyy-MM-dd HH:mm}", $"{source.HoursSinceLoad:N1}", source.Freshness,
        }));
        terminal.Out.WriteLine(status.Stale.Count == 0 ? "Nothing is stale." : $"Stale: 'workbook run' brings it up to date.\n{string.Join('\n', status.Stale.Select(task => $"  {task.Task}: {task.Reason}"))}");
        if (status.State == "killed")
            terminal.Note($"The last run was killed{(status.Last!.Running.Count > 0 ? $" during {string.Join(", ", status.Last.Running)}" : "")}. 'workbook run --resume' goes on from there.");
        else if (status.State is "failed" or "stopped")
            terminal.Note($"The last run {(status.State == "failed" ? "failed" : "was stopped")}. 'workbook run --resume' goes on from there.");
    }

    private static string Trend(RunTrend trend)
    {
        var runtime = trend is { LastSeconds: { } last, UsualSeconds: { } usual } && usual > 0
            ? string.Create(CultureInfo.InvariantCulture, $" The last one with something to do took {last:N1} s, {Math.Abs(100 * (last - usual) / usual):N0} % {(last < usual ? "less" : "more")} than usual ({usual:N1} s).")
            : "";
        return $"{trend.SuccessRate:0.#} % of the last {trend.Runs:N0} run{(trend.Runs == 1 ? "" : "s")} succeeded.{runtime}";
    }

    /// <summary>Also those that are at work, and those that had no turn.</summary>
    private static IEnumerable<TaskLine> Tasks(EarlierPipelineRun run) =>
        run.Chosen.Select(task => run.Tasks.TryGetValue(task, out var ended) && !run.Running.Contains(task)
            ? new TaskLine(task, TaskTable.Name(ended.Verdict), ended.Attempts, ended.Seconds, ended.Message?.Split('\n')[0].TrimEnd('\r'))
            : new TaskLine(task, run.Running.Contains(task) ? "begun" : "open", 0, 0, null));

    private sealed record TaskLine(string Task, string Status, int Attempts, double Seconds, string? Message);
}
