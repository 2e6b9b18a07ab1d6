using System.CommandLine;
using Workbook.Notebooks.Documents.Lint;

namespace Workbook.Cli.Commands;

internal static class NotebookLintCommand
{
    public static Command Create(CommandContext context)
    {
        var paths = NotebookFiles.Paths();
        var strict = new Option<bool>("--strict") { Description = "Fail on warnings, too." };
        var command = new Command("lint", "Check source notebooks: results, ids, markers, grading metadata, style. Fails on errors.") { paths, strict };
        command.Runs(context, (parsed, cancellation) =>
        {
            var files = NotebookFiles.Find(parsed.GetValue(paths)!);
            var (errors, warnings) = (0, 0);
            foreach (var file in files)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var finding in NotebookLint.Check(file))
                {
                    context.Terminal.Out.WriteLine(finding);
                    (errors, warnings) = finding.Severity == LintSeverity.Error ? (errors + 1, warnings) : (errors, warnings + 1);
                }
            }
            context.Terminal.Error.WriteLine($"{Count(files.Count, "notebook")}: {Count(errors, "error")}, {Count(warnings, "warning")}.");
            return errors > 0 || warnings > 0 && parsed.GetValue(strict) ? ExitCode.Failed : ExitCode.Ok;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }

    private static string Count(int count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";
}
