using System.CommandLine;

namespace Workbook.Cli.Commands;

/// <summary>For shells: what may come next on a command line. The commands themselves answer, so that no list goes stale.</summary>
internal static class CompleteCommand
{
    public static Command Create(CommandContext context)
    {
        var line = new Argument<string>("line") { Description = "The command line as far as it is typed, with 'workbook'." };
        var position = new Option<int?>("--position") { Description = "Where the cursor is, by default at the end." };
        var command = new Command("complete", "List what may come next on a command line, one a line.") { line, position };
        command.Hidden = true;
        command.Runs(context, (parsed, _) =>
        {
            var text = parsed.GetValue(line)!;
            text = text[..Math.Clamp(parsed.GetValue(position) ?? text.Length, 0, text.Length)];
            // -? and /h are for those who know no other way to help.
            foreach (var completion in parsed.RootCommandResult.Command.Parse(text).GetCompletions(text.Length).Where(completion => completion.Label is not ("-?" or "-h" or "/?" or "/h")))
                context.Terminal.Out.WriteLine(completion.Label);
            return ExitCode.Ok;
        });
        return command;
    }
}
