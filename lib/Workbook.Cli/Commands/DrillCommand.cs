using System.CommandLine;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Operations.Drills;
using Workbook.Retail.Drills;

namespace Workbook.Cli.Commands;

internal static class DrillCommand
{
    public static Command Create(CommandContext context)
    {
        var target = new OperationsTarget();
        var name = new Argument<string?>("drill") { Description = "Which one, or 'all'.", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add(_ => CommonOptions.Items(RetailDrills.All.Select(drill => drill.Name).Append("all")));
        var list = new Option<bool>("--list") { Description = "List the drills and what each breaks." };
        var runbook = new Option<string?>("--runbook") { Description = "Write what was done as a runbook, in Markdown." };
        var ground = new Option<string?>("--ground") { Description = "The folder to break copies in, by default beside the lake; deleted at the end." };
        var command = new Command("drill", "Break a copy of the lake on purpose, find it by its check, recover, and prove that nothing is lost. The lake itself is only read.") { name, list, runbook, ground };
        target.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is null && !result.GetValue(list))
                result.AddError("Name a drill, or 'all'; --list lists them.");
        });
        command.Runs(context, (parsed, cancellation) =>
        {
            var terminal = context.Terminal;
            if (parsed.GetValue(list))
            {
                foreach (var drill in RetailDrills.All)
                    terminal.Out.WriteLine($"{drill.Name} ({drill.Severity}): {drill.Accident}");
                return ExitCode.Ok;
            }

            IReadOnlyList<Drill> drills = parsed.GetValue(name) is "all" ? RetailDrills.All : [RetailDrills.Named(parsed.GetValue(name)!)];
            var lake = target.Of(parsed);
            terminal.Error.WriteLine("Preparing a copy; data files are shared with the lake where the disk can do that.");
            using var place = DrillSandbox.Prepare(lake, parsed.GetValue(ground) ?? lake.Lake.Path + ".drill", cancel: cancellation);
            var reports = new List<DrillReport>();
            foreach (var drill in drills)
            {
                cancellation.ThrowIfCancellationRequested();
                terminal.Error.WriteLine($"{drill.Name}: {drill.Accident}");
                reports.Add(place.Perform(drill));
            }

            Print(terminal, reports);
            if (parsed.GetValue(runbook) is { } file)
            {
                File.WriteAllText(file, Runbook.Write(reports, $"a lake of {reports.Max(report => report.Rows):N0} rows"));
                terminal.Error.WriteLine($"The runbook is {file}.");
            }

            return reports.All(report => report.IsPassed) ? ExitCode.Ok : ExitCode.Failed;
        }, stopped: "Stopped. The copy is gone; the lake was only read.");
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<DrillReport> reports)
    {
        terminal.WriteTable(["Drill", "Severity", "Found by", "#Detection s", "#Recovery s", "#Steps", "#Tables compared", "Equal"], reports.Select(report => new[]
        {
            report.Drill.Name, $"{report.Drill.Severity}", report.Drill.Check.Name, $"{report.Detection.TotalSeconds:0.00}", $"{report.Recovery.TotalSeconds:0.00}",
            $"{report.Steps.Count}", $"{report.Tables:N0}", report.Difference.IsEmpty ? "yes" : "no",
        }));
        foreach (var (report, fault) in reports.SelectMany(report => report.Faults.Select(fault => (report, fault))))
            terminal.Fault($"{report.Drill.Name}: {fault}");
    }
}
