using System.CommandLine;

namespace Workbook.Cli.Commands;

internal static class NotebookCommand
{
    public static Command Create(CommandContext context) => new("notebook", "Run notebooks.")
    {
        NotebookRunCommand.Create(context), NotebookRunCommand.CreateWorker(context),
    };
}
