using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class PowerBiCommand
{
    public static Command Create(CommandContext context)
    {
        var lake = CommonOptions.Lake();
        var output = new Option<string>("--out") { Description = "The folder to write to: a new or empty one, or an earlier project's.", DefaultValueFactory = _ => "analytics" };
        var name = new Option<string>("--name") { Description = "The project's name: of its files and folders.", DefaultValueFactory = _ => new PowerBiOptions().Name };
        var gold = new Option<string?>("--gold-folder") { Description = "Where gold's Parquet files lie on the machine that opens the project, such as C:\\lake\\gold; by default where they lie here." };
        var command = new Command("powerbi", "Write a Power BI project over the gold tables: the metrics as DAX measures, relationships, a role for store managers, and a report of five pages.") { lake, output, name, gold };
        command.Runs(context, (parsed, _) =>
        {
            var project = Create(context.Terminal, parsed.GetValue(lake)!, new PowerBiOptions { Name = parsed.GetValue(name)!, GoldFolder = parsed.GetValue(gold) });
            var folder = parsed.GetValue(output)!;
            project.Write(folder);
            Print(context.Terminal, project, folder);
            return ExitCode.Ok;
        }, stopped: "Stopped. Run the same command again to write the project whole.");
        return command;
    }

    private static PowerBiProject Create(Terminal terminal, string lake, PowerBiOptions options)
    {
        var dbt = RetailProject.FindModels(".");
        using var connection = LakeConnection.Open(lake, new LakeConnectionOptions { Warehouse = false });
        foreach (var note in connection.Notes)
            terminal.Error.WriteLine(note);
        var models = ModelProject.Read(ProjectOptions.InLake(dbt, connection.Lake));
        return PowerBiProject.Create(RetailReport.Definition, connection, models, MetricCatalog.Read(Path.Combine(dbt, "metrics")), options);
    }

    private static void Print(Terminal terminal, PowerBiProject project, string folder)
    {
        Summary.WriteTable(terminal, ["Table", "From", "#Columns", "#Measures"], project.Tables.Select(table => new[]
        {
            table.Name, table.Relation ?? "", $"{table.Columns:N0}", $"{table.Measures:N0}",
        }));
        terminal.Out.WriteLine();
        Summary.WriteTable(terminal, ["Page", "#Visuals"], project.Pages.Select(page => new[] { page.Title, $"{page.Visuals:N0}" }));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{project.Tables.Count:N0} tables, {project.Tables.Sum(table => table.Measures):N0} measures ({project.Metrics:N0} of them metrics), {project.Pages.Count:N0} pages, {project.Files.Count:N0} files in {folder}");
        terminal.Out.WriteLine($"Open {Path.Combine(folder, $"{project.Name}.pbip")} with Power BI Desktop; {Path.Combine(folder, "README.md")} says how, and what wasn't checked.");
    }
}
