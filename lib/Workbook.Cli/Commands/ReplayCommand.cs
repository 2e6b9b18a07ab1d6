using System.CommandLine;
using Workbook.Bronze;
using Workbook.Cli.Output;
using Workbook.Contracts;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class ReplayCommand
{
    public static Command Create(CommandContext context)
    {
        var lake = CommonOptions.Lake();
        var manifest = CommonOptions.Manifest();
        var source = new Option<string?>("--source") { Description = "Only this source." };
        source.CompletionSources.Add(_ => CommonOptions.Items(RetailSources.All.Select(contract => contract.Name)));
        var without = CommonOptions.Names("--without-rule", "Lift these rules of the source for this replay, such as qty.not_positive.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Count what would be accepted, and change nothing." };
        var command = new Command("replay", "Give rejected rows a second hearing under the contracts as they are now.") { lake, manifest, source, without, dryRun };
        command.Runs(context, (parsed, cancellation) =>
        {
            var options = new BronzeOptions
            {
                Lake = parsed.GetValue(lake)!,
                Manifest = parsed.GetValue(manifest),
                Sources = Contracts(parsed.GetValue(lake)!, parsed.GetValue(source), parsed.GetValue(without) ?? []),
                DryRun = parsed.GetValue(dryRun),
                Waiting = context.Terminal.Notes,
            };
            Print(context.Terminal, RejectReplay.Run(options, cancellation), options.DryRun);
            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<SourceContract> Contracts(string lake, string? source, string[] without) =>
        source is not null ? [without.Aggregate(LakeSources.Select(lake, [source])[0], (contract, rule) => contract.Without(rule))]
        : without.Length == 0 ? LakeSources.Select(lake)
        : throw new WorkbookException("--without-rule lifts a rule of one source: name it with --source.");

    private static void Print(Terminal terminal, IReadOnlyList<ReplayedSource> sources, bool dryRun)
    {
        if (sources.Count == 0)
        {
            terminal.Out.WriteLine("There are no rejects to replay.");
            return;
        }

        terminal.WriteTable(["Source", "#Rejects heard", dryRun ? "#Would be accepted" : "#Accepted now", "Still rejected by rule"],
            sources.Select(source => new[] { source.Source, $"{source.Retried:N0}", $"{source.Accepted:N0}", BronzeOutput.Reasons(source.StillRejected) }));
    }
}
