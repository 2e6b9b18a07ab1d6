using System.CommandLine;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

internal static class DbtCompileCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DbtOptions();
        var command = new Command("compile", "Write the SQL that would run now to target/compiled, and build nothing; of a single node it is printed, too.");
        options.AddProject(command);
        options.AddSelection(command);
        command.Runs(context, (parsed, cancellation) =>
        {
            var compiled = ModelCompilation.Run(options.Read(parsed), options.Run(parsed, "compile"), TimeProvider.System, new DbtOutput(context.Terminal, TimeProvider.System), cancellation);
            var models = compiled.Where(item => item.Node.Test is null).ToList();
            if (models.Count == 1)
                context.Terminal.Out.WriteLine(models[0].Sql);
            else
                context.Terminal.Out.WriteLine($"{compiled.Count:N0} nodes compiled.");
            return ExitCode.Ok;
        });
        return command;
    }
}
