using System.CommandLine;
using Workbook.Models.Site;

namespace Workbook.Cli.Commands;

internal static class DbtDocsCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DbtOptions();
        var command = new Command("docs", "Write the project's documentation as one HTML file that needs no network: catalogue, lineage, columns, test results.");
        options.AddProject(command);
        command.Runs(context, (parsed, _) =>
        {
            var site = ProjectDocumentation.Write(options.Read(parsed), options.TargetPath(parsed));
            context.Terminal.Out.WriteLine(site);
            return ExitCode.Ok;
        });
        return command;
    }
}
