using System.CommandLine;
using System.Text.Json.Nodes;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

internal static class DbtListCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DbtOptions();
        var output = new Option<string>("--output") { Description = "name, path, selector or json.", DefaultValueFactory = _ => "selector" };
        output.AcceptOnlyFromAmong("name", "path", "selector", "json");
        var command = new Command("ls", "List what a selection chooses.") { output };
        command.Aliases.Add("list");
        options.AddProject(command);
        options.AddSelection(command);
        command.Runs(context, (parsed, _) =>
        {
            foreach (var resource in ModelRunner.List(options.Read(parsed), options.Run(parsed, "ls")))
                context.Terminal.Out.WriteLine(Line(resource, parsed.GetValue(output)!));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Line(DbtResource resource, string format) => format switch
    {
        "name" => resource.Name,
        "path" => resource.File,
        "json" => new JsonObject
        {
            ["unique_id"] = resource.UniqueId,
            ["name"] = resource.Name,
            ["resource_type"] = resource.UniqueId.Split('.')[0],
            ["package_name"] = resource.Package,
            ["original_file_path"] = resource.File,
            ["tags"] = new JsonArray([.. resource.Tags.Select(tag => JsonValue.Create(tag))]),
            ["depends_on"] = new JsonObject { ["nodes"] = new JsonArray([.. resource.DependsOn.Select(id => JsonValue.Create(id))]) },
        }.ToJsonString(),
        _ => resource is SourceTable source ? $"source:{source.Package}.{source.SourceName}.{source.Name}" : string.Join('.', resource.Fqn),
    };
}
