using System.CommandLine;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

internal static class DbtRetryCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new DbtOptions();
        var command = new Command("retry", "Take up the last run again: what failed, was skipped, or never had its turn because the run was killed.");
        options.AddProject(command);
        command.Runs(context, (parsed, cancellation) =>
        {
            var output = new DbtOutput(context.Terminal, TimeProvider.System);
            if (RunRetry.Run(options.Read(parsed), options.TargetPath(parsed), TimeProvider.System, output, cancellation) is not { } summary)
            {
                context.Terminal.Out.WriteLine("Nothing to retry: all of the last run succeeded.");
                return ExitCode.Ok;
            }
            output.Finish(summary);
            return DbtOutput.ExitCodeOf(summary, cancellation);
        });
        return command;
    }
}
