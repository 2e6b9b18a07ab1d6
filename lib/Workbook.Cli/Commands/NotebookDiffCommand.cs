using System.CommandLine;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Commands;

internal static class NotebookDiffCommand
{
    public static Command Create(CommandContext context)
    {
        var former = new Argument<string>("old") { Description = "The former notebook." };
        var now = new Argument<string>("new") { Description = "The newer one." };
        var outputs = new Option<bool>("--outputs") { Description = "Compare outputs and execution counts, too." };
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit with 1 if they differ." };
        var command = new Command("diff", "Show what changed between two notebooks, cell by cell.") { former, now, outputs, exitCode };
        command.Runs(context, (parsed, _) =>
        {
            var changes = NotebookDiff.Compare(NotebookFile.Read(parsed.GetValue(former)!), NotebookFile.Read(parsed.GetValue(now)!), new DiffOptions(parsed.GetValue(outputs)));
            context.Terminal.Out.Write(changes);
            if (changes.Length == 0)
                context.Terminal.Error.WriteLine($"No differences{(parsed.GetValue(outputs) ? "" : " (outputs weren't compared; --outputs does)")}.");
            return changes.Length > 0 && parsed.GetValue(exitCode) ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }
}
