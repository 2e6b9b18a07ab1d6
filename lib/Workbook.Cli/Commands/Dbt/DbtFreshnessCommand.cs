using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

internal static class DbtFreshnessCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DbtOptions();
        var command = new Command("freshness", "Check how old each source's newest row is, against its freshness thresholds; writes target/sources.json.");
        options.AddProject(command);
        options.AddSelection(command);
        command.Runs(context, (parsed, _) =>
        {
            var results = SourceFreshness.Check(options.Read(parsed), options.Run(parsed, "freshness"));
            context.Terminal.WriteTable(["Source", "Status", "#Age (hours)", "What was found"],
                results.Select(result => new[] { $"{result.Source.SourceName}.{result.Source.Name}", result.Status, result.Age is { } age ? $"{age.TotalHours:N1}" : "", result.Message.Split('\n')[0] }));
            return results.Any(result => result.Status is "error" or "runtime error") ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }
}
