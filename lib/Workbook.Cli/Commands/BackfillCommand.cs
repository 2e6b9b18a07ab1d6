using System.CommandLine;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Operations.Backfill;

namespace Workbook.Cli.Commands;

internal static class BackfillCommand
{
    public static Command Create(CommandContext context)
    {
        var target = new OperationsTarget();
        var from = new Option<DateOnly?>("--from") { Description = "The first day, such as 2024-01-10.", CustomParser = CommonOptions.ParseDate, Required = true };
        var to = new Option<DateOnly?>("--to") { Description = "The last day.", CustomParser = CommonOptions.ParseDate, Required = true };
        var tables = CommonOptions.Names("--tables", "Only these sources, separated by commas; by default all that are delivered by the day.");
        var atOnce = new Option<int>("--days-at-once") { Description = "Days that are loaded, built and validated together.", DefaultValueFactory = _ => 7, Validators = { result => CommonOptions.RequireAtLeast(result, 1) } };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show scope and impact, and change nothing." };
        var command = new Command("backfill", "Take days anew through all layers, newest first, in a copy that takes the lake's place once all are valid.") { from, to, tables, atOnce, dryRun };
        target.AddTo(command);
        command.Runs(context, (parsed, cancellation) =>
        {
            var into = target.Of(parsed);
            var plan = BackfillPlan.Make(into, parsed.GetValue(from)!.Value, parsed.GetValue(to)!.Value, parsed.GetValue(tables) is { Length: > 0 } chosen ? chosen : null);
            Print(context.Terminal, plan);
            if (parsed.GetValue(dryRun))
            {
                context.Terminal.Out.WriteLine("A dry run, nothing was changed.");
                return ExitCode.Ok;
            }

            var report = BackfillRun.Run(into, plan, new BackfillOptions { DaysAtOnce = parsed.GetValue(atOnce) }, new ImmediateProgress<BackfillStep>(step => Print(context.Terminal, step)), cancellation);
            foreach (var fault in report.Faults)
                context.Terminal.Fault(fault);
            context.Terminal.Out.WriteLine(report.IsSwapped
                ? $"The lake has the new days. As it was before, it lies in {report.PreviousLake}; delete that when nobody misses it."
                : $"The lake is as it was. What was not valid lies in {report.FailedLake}, to be looked at; the next backfill replaces it.");
            return report.IsSwapped ? ExitCode.Ok : ExitCode.Failed;
        }, stopped: "Stopped. The lake is as it was.");
        return command;
    }

    private static void Print(Terminal terminal, BackfillPlan plan)
    {
        terminal.WriteTable(["Day", "#Files", "#Rows now", "#MB"], plan.Days.Select(day => new[] { $"{day.Day:yyyy-MM-dd}", $"{day.Files.Count:N0}", $"{day.Rows:N0}", Summary.Megabytes(day.Bytes) }));
        terminal.Out.WriteLine($"Reaches {string.Join("; ", plan.Affected.GroupBy(node => node.Kind is "model" or "snapshot" or "seed" ? node.Layer ?? node.Kind : node.Kind == "analysis" ? "analyses" : node.Kind + "s").Select(group =>
            group.Key is "tests" or "unit_tests" ? $"{group.Count():N0} {group.Key.Replace('_', ' ')}" : $"{group.Key}: {string.Join(", ", group.Select(node => node.Name))}"))}.");
    }

    private static void Print(Terminal terminal, BackfillStep step) => terminal.Error.WriteLine(
        $"{step.From:yyyy-MM-dd} to {step.To:yyyy-MM-dd}: {step.Files:N0} files, {step.RowsBefore:N0} rows before, {step.RowsAfter:N0} now, {step.KeysWithdrawn:N0} keys gone, {step.Diff.Tables.Count:N0} tables changed, {(step.Faults.Count == 0 ? "valid" : "NOT valid")}, {step.Elapsed.TotalSeconds:N1} s");
}
