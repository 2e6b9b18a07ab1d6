using System.CommandLine;
using Workbook.Bronze;

namespace Workbook.Cli.Commands;

internal static class ContractExportCommand
{
    public static Command Create(CommandContext context)
    {
        var paths = new Argument<string[]>("contracts") { Description = "Contracts, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var dbt = new Option<bool>("--dbt") { Description = "As dbt's sources: tables, columns, and tests.", Arity = ArgumentArity.Zero };
        var name = new Option<string>("--name") { Description = "What the source is called.", DefaultValueFactory = _ => "bronze" };
        var location = new Option<string?>("--location") { Description = "What reads a table, as dbt-duckdb's external_location; {name} stands for the table.", HelpName = "sql" };
        var output = new Option<string?>("--out") { Description = "The file to write; by default it is printed.", HelpName = "sources.yml" };
        var command = new Command("export", "Write contracts in another tool's words.") { paths, dbt, name, location, output };
        command.Validators.Add(result =>
        {
            if (result.GetResult(dbt) is null or { Implicit: true })
                result.AddError("Say what to write: --dbt, dbt's sources.");
        });
        command.Runs(context, (parsed, _) =>
        {
            var yaml = DbtSources.ToYaml(ContractPaths.Read(parsed.GetValue(paths)!), parsed.GetValue(name)!, parsed.GetValue(location));
            if (parsed.GetValue(output) is not { } file)
            {
                context.Terminal.Out.Write(yaml);
                return ExitCode.Ok;
            }
            try
            {
                if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
                    Directory.CreateDirectory(folder);
                File.WriteAllText(file, yaml);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new WorkbookException($"'{file}' can't be written: {fault.Message}", fault);
            }
            context.Terminal.Error.WriteLine($"Wrote {file}");
            return ExitCode.Ok;
        });
        return command;
    }
}
