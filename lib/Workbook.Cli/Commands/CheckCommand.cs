using System.CommandLine;
using Workbook.Cli.Commands.Operations;
using Workbook.Operations.Drills.Checks;

namespace Workbook.Cli.Commands;

internal static class CheckCommand
{
    public static Command Create(CommandContext context)
    {
        var target = new OperationsTarget();
        var names = new Argument<string[]>("check") { Description = "Only these; all by default.", Arity = ArgumentArity.ZeroOrMore };
        var list = new Option<bool>("--list") { Description = "Say what each check means, and ask none." };
        var command = new Command("check", "Ask whether the lake is in order: files, rows, manifest, models. Exit code 1 with the findings if it isn't.") { names, list };
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
            var isWell = true;
            foreach (var check in checks)
            {
                cancellation.ThrowIfCancellationRequested();
                var outcome = check.Ask(lake);
                context.Terminal.Out.WriteLine($"{(outcome.IsWell ? "OK  " : "FAIL")}  {check.Name} ({outcome.Elapsed.TotalSeconds:N1} s)");
                foreach (var finding in outcome.Findings)
                    context.Terminal.Out.WriteLine($"      {finding}");
                isWell &= outcome.IsWell;
            }

            return isWell ? ExitCode.Ok : ExitCode.Failed;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }
}
