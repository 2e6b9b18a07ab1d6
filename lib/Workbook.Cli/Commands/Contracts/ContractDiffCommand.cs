using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Contracts;

namespace Workbook.Cli.Commands;

internal static class ContractDiffCommand
{
    /// <summary>With the other columns and the frame it makes a line of 80.</summary>
    private const int ChangeWidth = 55;

    public static Command Create(CommandContext context)
    {
        var old = new Argument<string>("old") { Description = "The contract as it was." };
        var now = new Argument<string>("new") { Description = "The contract as it shall be." };
        var format = CommonOptions.TableOrJson();
        var command = new Command("diff", "List what changed between two versions of a contract, whom each change breaks, and the version that the new one needs. Exit code 1 if its version is lower.") { old, now, format };
        command.Runs(context, (parsed, _) =>
        {
            var file = parsed.GetValue(now)!;
            var diff = ContractDiff.Compare(ContractFile.Read(parsed.GetValue(old)!), ContractFile.Read(file));
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ReportJson.Write(new
                {
                    diff.Source, diff.OldVersion, diff.NewVersion, diff.LeastVersion, diff.IsVersionEnough, Breaks = Words(diff.Breaks), diff.Asks,
                    Changes = diff.Changes.Select(change => new { change.Subject, change.What, change.From, change.To, Breaks = Words(change.Breaks), change.Asks }),
                }));
            else
                Print(context.Terminal, diff);
            if (diff.IsVersionEnough)
                return ExitCode.Ok;
            context.Terminal.Fault($"{file} has the version {diff.NewVersion} and needs at least {diff.LeastVersion}. Raise it.");
            return ExitCode.Failed;
        });
        return command;
    }

    private static void Print(Terminal terminal, ContractDiff diff)
    {
        if (diff.Changes.Count == 0)
        {
            terminal.Out.WriteLine($"{diff.Source}: nothing changed.");
            return;
        }
        terminal.WriteTable(["Change", "Breaks", "Asks"], diff.Changes.SelectMany(Lines));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{diff.Source}: {diff.Changes.Count:N0} {(diff.Changes.Count == 1 ? "change" : "changes")}, {diff.Changes.Count(change => change.Breaks != ContractParty.Nobody):N0} of them breaking. After {diff.OldVersion} comes at least {diff.LeastVersion}; it has {diff.NewVersion}.");
    }

    /// <summary>A change is told in full, if need be over several lines.</summary>
    private static IEnumerable<string[]> Lines(ContractChange change)
    {
        var lines = Wrapped(change.ToString()).ToList();
        yield return [lines[0], Words(change.Breaks), change.Asks.ToString().ToLowerInvariant()];
        foreach (var line in lines.Skip(1))
            yield return ["  " + line, "", ""];
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        // What follows the first line is set in.
        for (var width = ChangeWidth; text.Length > width; width = ChangeWidth - 2)
        {
            var end = text.LastIndexOf(' ', width);
            yield return end > 0 ? text[..end] : text[..width];
            text = end > 0 ? text[(end + 1)..] : text[width..];
        }
        yield return text;
    }

    private static string Words(ContractParty party) => party.ToString().ToLowerInvariant();
}
