using System.CommandLine;
using Workbook.Models.Site;

namespace Workbook.Cli.Commands;

internal static class DbtDocsCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DbtOptions();
        // dbt's own spelling is "docs generate"; there is nothing else to do here.
        var generate = new Argument<string?>("generate") { Arity = ArgumentArity.ZeroOrOne, Hidden = true };
        generate.AcceptOnlyFromAmong("generate");
        var command = new Command("docs", "Write the project's documentation as one HTML file that needs no network: catalogue, lineage, columns, test results.") { generate };
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
