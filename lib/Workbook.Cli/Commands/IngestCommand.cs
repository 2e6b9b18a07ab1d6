using System.CommandLine;
using Workbook.Bronze;
using Workbook.Cli.Output;
using Workbook.Contracts;
using Workbook.Lake;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class IngestCommand
{
    public static Command Create(CommandContext context)
    {
        var raw = CommonOptions.Raw();
        var lake = CommonOptions.Lake();
        var manifest = CommonOptions.Manifest();
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every row and count, and write nothing." };
        var prune = new Option<bool>("--prune") { Description = "Take out the rows of files that are gone from the raw folder." };
        var tables = CommonOptions.Tables();
        var contract = new Option<string?>("--contract") { Description = "A contract (YAML, Open Data Contract Standard) or a folder of them, in place of the retailer's: any source.", HelpName = "file" };
        var threads = new Option<int?>("--threads") { Description = "Workers, by default one for each core." };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for another run on the same lake.", DefaultValueFactory = _ => 30 };
        var command = new Command("ingest", "Check the raw files against their contracts and load them into the lake's bronze tables.")
        {
            raw, lake, manifest, dryRun, prune, tables, contract, threads, wait,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(contract) is { Implicit: false } && result.GetResult(tables) is { Implicit: false })
                result.AddError("--tables chooses among the retailer's sources; --contract can't go with it.");
        });
        command.Runs(context, (parsed, cancellation) =>
        {
            var options = new IngestionOptions
            {
                Raw = parsed.GetValue(raw)!,
                Lake = parsed.GetValue(lake)!,
                Manifest = parsed.GetValue(manifest),
                Sources = parsed.GetValue(contract) is { } path ? Directory.Exists(path) ? ContractFile.ReadFolder(path) : [ContractFile.Read(path)] : RetailSources.Select(parsed.GetValue(tables)),
                DryRun = parsed.GetValue(dryRun),
                Prune = parsed.GetValue(prune),
                Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
                LockWait = TimeSpan.FromSeconds(parsed.GetValue(wait)),
            };
            var summary = BronzeOutput.Ingest(context.Terminal, options, cancellation);
            if (parsed.GetValue(contract) is not null && !options.DryRun)
                LakeContracts.Keep(new LakeFolder(options.Lake), options.Sources);
            Print(context.Terminal, options, summary);
            return summary.IsComplete ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void Print(Terminal terminal, IngestionOptions options, IngestionSummary summary)
    {
        if (summary.Sources.All(source => source.Files == 0))
        {
            terminal.Out.WriteLine($"Nothing new: {summary.Sources.Sum(source => source.FilesSkipped):N0} files are in bronze already ({summary.Elapsed.TotalSeconds:N1} s).");
            return;
        }

        terminal.WriteTable(["Source", "#Files", "#Unchanged", "#Rows read", "#Accepted", "#Rejected", "#Seconds", "#MB read", "Rejected by rule"],
        [
            .. summary.Sources.Select(source => Line(source.Source, source.Files, source.FilesSkipped, source.RowsRead, source.RowsAccepted,
                source.RowsRejected, source.Seconds, source.BytesRead, BronzeOutput.Reasons(source.Rejected))),
            Line("total", summary.Sources.Sum(source => source.Files), summary.Sources.Sum(source => source.FilesSkipped), summary.Sources.Sum(source => source.RowsRead),
                summary.Sources.Sum(source => source.RowsAccepted), summary.Sources.Sum(source => source.RowsRejected), summary.Sources.Sum(source => source.Seconds), summary.Sources.Sum(source => source.BytesRead), ""),
        ]);
        terminal.Out.WriteLine();
        var rows = summary.Sources.Sum(source => source.RowsRead);
        var seconds = summary.Elapsed.TotalSeconds;
        terminal.Out.WriteLine($"{rows:N0} rows in {seconds:N1} s, {rows / Math.Max(seconds, 0.001):N0} rows/s{(options.DryRun ? "; a dry run, nothing was written" : "")}. The seconds of a source are its workers' added up.");
    }

    private static string[] Line(
        string name, int files, int skipped, long read, long accepted, long rejected, double seconds, long bytes, string reasons) =>
        [name, $"{files:N0}", $"{skipped:N0}", $"{read:N0}", $"{accepted:N0}", $"{rejected:N0}", $"{seconds:N1}", Summary.Megabytes(bytes), reasons];
}
