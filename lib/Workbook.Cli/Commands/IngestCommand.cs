using System.CommandLine;
using Workbook.Bronze;
using Workbook.Bronze.Inference;
using Workbook.Cli.Output;
using Workbook.Contracts;
using Workbook.Lake;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class IngestCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("files") { Description = "Files of any source, loaded by the contract that the lake keeps for their name or by one that is read off them; without, the retailer's raw folder.", Arity = ArgumentArity.ZeroOrMore };
        var name = new Option<string?>("--name") { Description = "With files: what the source, and so the table, is called.", HelpName = "name" };
        var raw = CommonOptions.Raw();
        var lake = CommonOptions.Lake();
        var manifest = CommonOptions.Manifest();
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every row and count, and write nothing." };
        var prune = new Option<bool>("--prune") { Description = "Take out the rows of files that are gone from the raw folder." };
        var acceptSmaller = new Option<bool>("--accept-smaller") { Description = "Take deliveries that are far smaller than what they take the place of, and are held back otherwise." };
        var tables = CommonOptions.Tables();
        var contract = new Option<string?>("--contract") { Description = "A contract (YAML, Open Data Contract Standard) or a folder of them, in place of the retailer's: any source.", HelpName = "file" };
        var threads = new Option<int?>("--threads") { Description = "Workers, by default one for each core." };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for another run on the same lake.", DefaultValueFactory = _ => 30 };
        var command = new Command("ingest", "Check the raw files against their contracts and load them into the lake's bronze tables.")
        {
            files, name, raw, lake, manifest, dryRun, prune, acceptSmaller, tables, contract, threads, wait,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(contract) is { Implicit: false } && result.GetResult(tables) is { Implicit: false })
                result.AddError("--tables chooses among the retailer's sources; --contract can't go with it.");
            var hasFiles = result.GetValue(files) is { Length: > 0 };
            foreach (var option in (Option[])[raw, prune, tables])
                if (hasFiles && result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} belongs to a raw folder; it can't go with files.");
            if (!hasFiles && result.GetResult(name) is { Implicit: false })
                result.AddError("--name is for files: name them, or leave it out.");
        });
        command.Runs(context, (parsed, cancellation) =>
        {
            var contracts = parsed.GetValue(contract) is { } path ? Directory.Exists(path) ? ContractFile.ReadFolder(path) : [ContractFile.Read(path)] : null;
            var plan = parsed.GetValue(files) is { Length: > 0 } named ? Plan(context.Terminal, named, parsed.GetValue(lake)!, parsed.GetValue(name), contracts, cancellation) : null;
            var options = (plan?.Options ?? new IngestionOptions
            {
                Raw = parsed.GetValue(raw)!,
                Lake = parsed.GetValue(lake)!,
                Sources = contracts ?? RetailSources.Select(parsed.GetValue(tables)),
            }) with
            {
                Manifest = parsed.GetValue(manifest),
                DryRun = parsed.GetValue(dryRun),
                Prune = parsed.GetValue(prune),
                AcceptSmaller = parsed.GetValue(acceptSmaller),
                Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
                LockWait = TimeSpan.FromSeconds(parsed.GetValue(wait)),
            };
            var summary = BronzeOutput.Ingest(context.Terminal, options, cancellation);
            var own = plan is not null ? [plan.Kept(summary)] : contracts is not null ? summary.Contracts : [];
            if (own.Count > 0 && !options.DryRun)
                LakeContracts.Keep(new LakeFolder(options.Lake), own);
            if (plan?.Inferred is not null && !options.DryRun)
                context.Terminal.Note($"The contract is kept in {LakeContracts.FileOf(new LakeFolder(options.Lake), plan.Contract.Name)}: change it there, and it holds for the next file.");
            Print(context.Terminal, options, summary);
            return summary.IsComplete ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static FileIngestionPlan Plan(Terminal terminal, string[] files, string lake, string? name, IReadOnlyList<SourceContract>? contracts, CancellationToken cancellation)
    {
        if (contracts is { Count: > 1 })
            throw new WorkbookException($"Files are of one source, but --contract names {contracts.Count}. Name one contract.");
        var plan = FileIngestion.Plan(files, lake, name, contracts?[0], cancellation);
        if (plan.Inferred is { } inferred)
        {
            ContractInferCommand.Print(terminal, inferred);
            terminal.Out.WriteLine();
        }
        else if (contracts is null)
        {
            terminal.Note($"By the contract that the lake keeps: {LakeContracts.FileOf(new LakeFolder(lake), plan.Contract.Name)}.");
        }

        return plan;
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
