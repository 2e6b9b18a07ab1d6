using System.CommandLine;

namespace Workbook.Cli.Commands;

/// <summary>Notebook files: a subcommand is a factory in a file of its own and a line here.</summary>
internal static class NotebookCommand
{
    public static Command Create(CommandContext context) => new("notebook", "Make, run, check, compare and convert notebooks (.ipynb, .dib).")
    {
        NotebookNewCommand.Create(context),
        NotebookRunCommand.Create(context),
        NotebookRunCommand.CreateWorker(context),
        NotebookLintCommand.Create(context),
        NotebookCleanCommand.Create(context),
        NotebookDiffCommand.Create(context),
        NotebookConvertCommand.Create(context),
    };
}
