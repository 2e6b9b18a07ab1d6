using System.CommandLine;
using Workbook.Bronze;
using Workbook.Cli.Output;
using Workbook.Contracts;

namespace Workbook.Cli.Commands;

/// <summary>A contract by itself, or files against it; nothing is written.</summary>
internal static class ContractCheckCommand
{
    private const int ShownLines = 3;

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("files") { Description = "What to check, wherever it lies: files, one raw folder in which the contract's path leads to them, or a Delta table. None: the contract itself.", Arity = ArgumentArity.ZeroOrMore };
        var contract = new Option<string>("--contract") { Description = "The contract, a YAML file in the Open Data Contract Standard; without files also a folder of them.", HelpName = "file", Required = true };
        var threads = new Option<int?>("--threads") { Description = "Workers, by default one for each core.", Validators = { result => CommonOptions.RequireAtLeast(result, 1) } };
        var format = CommonOptions.TableOrJson();
        var command = new Command("check", "Say what an ingestion would accept, reject and refuse, by file and rule, and write nothing. Exit code 1 if it isn't all accepted.") { files, contract, threads, format };
        command.Runs(context, (parsed, cancellation) =>
        {
            var isJson = parsed.GetValue(format) == "json";
            if (parsed.GetValue(files) is not { Length: > 0 } named)
                return CheckContracts(context.Terminal, ContractPaths.Files(parsed.GetValue(contract)!), isJson);
            var options = ContractCheckFiles.Options(ContractFile.Read(parsed.GetValue(contract)!), named) with { Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount };
            var summary = context.Terminal.WithProgress("files", progress => BronzeIngestion.Run(options, new BronzeOutput.Steps(progress), cancellation));
            foreach (var notice in summary.Notices)
                context.Terminal.Note(notice);
            if (isJson)
                context.Terminal.Out.WriteLine(ToJson(summary));
            else
                Print(context.Terminal, summary);
            foreach (var refused in summary.Refused)
                context.Terminal.Fault($"Would be refused: {(refused.Reason.StartsWith(refused.File, StringComparison.Ordinal) ? "" : refused.File + ": ")}{refused.Reason}");
            return summary.Refused.Count == 0 && summary.Sources.All(source => source.RowsRejected == 0) ? ExitCode.Ok : ExitCode.Failed;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }

    private static int CheckContracts(Terminal terminal, IReadOnlyList<string> files, bool isJson)
    {
        var told = new List<(string File, IReadOnlyList<string> Faults, IReadOnlyList<string> NotChecked)>();
        foreach (var file in files)
        {
            var (faults, notChecked) = Look(file);
            told.Add((file, faults, notChecked));
            if (isJson)
                continue;
            foreach (var fault in faults)
                terminal.Fault(fault);
            if (faults.Count == 0)
                terminal.Out.WriteLine($"{file}: bronze can keep to it.");
            foreach (var promise in notChecked)
                terminal.Out.WriteLine($"  not checked by bronze: {promise}");
        }
        if (isJson)
            terminal.Out.WriteLine(ReportJson.Write(told.Select(contract => new { contract.File, contract.Faults, contract.NotChecked })));
        return told.All(contract => contract.Faults.Count == 0) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static (IReadOnlyList<string> Faults, IReadOnlyList<string> NotChecked) Look(string file)
    {
        try
        {
            var contract = ContractFile.Read(file);
            return ([.. ContractFile.Faults(contract).Select(fault => $"{file}: {fault}")], ContractFile.NotChecked(contract));
        }
        catch (WorkbookException fault)
        {
            return (fault.Message.Split('\n'), []);
        }
    }

    private static void Print(Terminal terminal, IngestionSummary summary)
    {
        if (summary.Files.Count > 0)
        {
            terminal.WriteTable(["File", "#Rows", "#Accepted", "#Rejected", "Rule", "Lines"], summary.Files.SelectMany(Lines));
            terminal.Out.WriteLine();
        }
        var (read, accepted) = (summary.Sources.Sum(source => source.RowsRead), summary.Sources.Sum(source => source.RowsAccepted));
        terminal.Out.WriteLine($"Of {read:N0} rows in {Files(summary.Files.Count)} {accepted:N0} would be accepted and {read - accepted:N0} rejected; {Files(summary.Refused.Count)} would be refused. Nothing was written.");
    }

    private static string Files(int count) => count == 1 ? "1 file" : $"{count:N0} files";

    private static IEnumerable<string[]> Lines(IngestedFile file)
    {
        string[] counts = [file.File, $"{file.RowsRead:N0}", $"{file.RowsAccepted:N0}"];
        if (file.Rejected.Count == 0)
            yield return [.. counts, "0", "", ""];
        foreach (var kind in file.Rejected)
        {
            var lines = string.Join(", ", kind.First.Take(ShownLines).Select(reject => $"{reject.Line}"));
            yield return [.. kind == file.Rejected[0] ? counts : ["", "", ""], $"{kind.Rows:N0}", kind.Rule, kind.Rows > ShownLines ? lines + ", …" : lines];
        }
    }

    private static string ToJson(IngestionSummary summary) => ReportJson.Write(new
    {
        Files = summary.Files.Select(file => new
        {
            file.File, file.RowsRead, file.RowsAccepted,
            Rejected = file.Rejected.Select(kind => new { kind.Rule, kind.Rows, First = kind.First.Select(reject => new { reject.Line, reject.Text }) }),
        }),
        Refused = summary.Refused.Select(refused => new { refused.File, refused.Reason }),
    });
}
