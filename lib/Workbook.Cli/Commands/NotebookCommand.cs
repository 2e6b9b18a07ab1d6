using System.CommandLine;

namespace Workbook.Cli.Commands;

/// <summary>Notebook files: a subcommand is a factory in a file of its own and a line here.</summary>
internal static class NotebookCommand
{
    public static Command Create(CommandContext context) => new("notebook", "Make, check, compare and convert notebooks (.ipynb, .dib).")
    {
        NotebookNewCommand.Create(context),
        NotebookLintCommand.Create(context),
        NotebookCleanCommand.Create(context),
        NotebookDiffCommand.Create(context),
        NotebookConvertCommand.Create(context),
    };
}
