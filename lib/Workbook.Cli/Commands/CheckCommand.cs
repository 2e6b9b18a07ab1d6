using System.CommandLine;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Operations.Checks;

namespace Workbook.Cli.Commands;

internal static class CheckCommand
{
    public static Command Create(CommandContext context)
    {
        var target = new OperationsTarget();
        var names = new Argument<string[]>("check") { Description = "Only these; all by default.", Arity = ArgumentArity.ZeroOrMore };
        names.CompletionSources.Add(_ => CommonOptions.Items(LakeChecks.All.Select(check => check.Name)));
        var list = new Option<bool>("--list") { Description = "Say what each check means, and ask none." };
        var format = CommonOptions.TableOrJson();
        var command = new Command("check", "Ask whether the lake is in order: files, rows, manifest, models. Exit code 1 with the findings if it isn't.") { names, list, format };
        target.AddTo(command);
        command.Runs(context, (parsed, cancellation) =>
        {
            var checks = parsed.GetValue(names) is { Length: > 0 } chosen ? [.. chosen.Select(LakeChecks.Named)] : LakeChecks.All;
            if (parsed.GetValue(list))
            {
                foreach (var check in checks)
                    context.Terminal.Out.WriteLine($"{check.Name}: {check.Meaning}");
                return ExitCode.Ok;
            }

            var lake = target.Of(parsed);
            var isJson = parsed.GetValue(format) == "json";
            var outcomes = new List<CheckOutcome>();
            foreach (var check in checks)
            {
                cancellation.ThrowIfCancellationRequested();
                outcomes.Add(check.Ask(lake));
                if (!isJson)
                    Print(context.Terminal, outcomes[^1]);
            }

            if (isJson)
                context.Terminal.Out.WriteLine(ReportJson.Write(outcomes.Select(outcome => new
                {
                    Check = outcome.Check.Name, outcome.Check.Meaning, outcome.IsWell, Seconds = outcome.Elapsed.TotalSeconds, outcome.Findings,
                })));
            return outcomes.All(outcome => outcome.IsWell) ? ExitCode.Ok : ExitCode.Failed;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }

    private static void Print(Terminal terminal, CheckOutcome outcome)
    {
        terminal.Out.WriteLine($"{(outcome.IsWell ? "OK  " : "FAIL")}  {outcome.Check.Name} ({outcome.Elapsed.TotalSeconds:N1} s)");
        foreach (var finding in outcome.Findings)
            terminal.Out.WriteLine($"      {finding}");
    }
}
