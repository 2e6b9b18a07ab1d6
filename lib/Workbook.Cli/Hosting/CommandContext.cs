using System.CommandLine;
using Workbook.Cli.Output;

namespace Workbook.Cli.Hosting;

/// <summary>What a command has to work with, beside its options.</summary>
internal sealed record CommandContext(Terminal Terminal, Interrupts Interrupts);

internal static class CommandActions
{
    /// <param name="stopped">What Ctrl-C leaves behind, in a sentence; null for work that goes on when it is run again.</param>
    public static void Runs(this Command command, CommandContext context, Func<ParseResult, CancellationToken, int> action, string? stopped = null) =>
        command.SetAction(parsed =>
        {
            context.Interrupts.Stopped = stopped ?? Interrupts.ContinueNotice;
            return action(parsed, context.Interrupts.Token);
        });
}
