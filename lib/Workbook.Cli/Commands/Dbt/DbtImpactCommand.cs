using System.CommandLine;
using Workbook.Models.Lineage;

namespace Workbook.Cli.Commands;

internal static class DbtImpactCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DbtOptions();
        var column = new Argument<string>("column") { Description = "A model's, or source's, column: stg_customers.email, bronze.customers.email." };
        var command = new Command("impact", "Show which models, columns, tests and exposures a column reaches.") { column };
        options.AddProject(command);
        command.Runs(context, (parsed, _) =>
        {
            var text = parsed.GetValue(column)!;
            if (text.LastIndexOf('.') is not (> 0 and var dot))
                throw new WorkbookException($"'{text}' names no column; write model.column, such as stg_customers.email.");
            context.Terminal.Out.WriteLine(ProjectLineage.Impact(options.Read(parsed), text[..dot], text[(dot + 1)..]).ToString());
            return ExitCode.Ok;
        });
        return command;
    }
}
