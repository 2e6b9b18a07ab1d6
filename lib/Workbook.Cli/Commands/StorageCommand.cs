using System.CommandLine;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Operations.Storage;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class StorageCommand
{
    public static Command Create(CommandContext context)
    {
        var target = new OperationsTarget();
        var usual = new StoragePrices();
        var keeping = new Option<decimal>("--price-gb") { Description = "Price of a gigabyte and month.", DefaultValueFactory = _ => usual.PerGigabyteMonth };
        var reading = new Option<decimal>("--price-reads") { Description = "Price of a thousand reads.", DefaultValueFactory = _ => usual.PerThousandReads };
        var scans = new Option<int>("--scans") { Description = "How often a day each table is read whole.", DefaultValueFactory = _ => usual.ScansPerDay, Validators = { result => CommonOptions.RequireAtLeast(result, 0) } };
        var format = CommonOptions.TableOrJson();
        var command = new Command("storage", "Show what each layer, table and format takes on disk, which rules for files are broken, and what a month costs at stated prices.") { keeping, reading, scans, format };
        target.AddTo(command);
        command.Runs(context, (parsed, _) =>
        {
            var report = StorageReport.Measure(target.Raw(parsed), target.Of(parsed).Lake, RetailSources.All, new StoragePrices(parsed.GetValue(keeping), parsed.GetValue(reading), parsed.GetValue(scans)));
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ReportJson.Write(report));
            else
                Print(context.Terminal, report);
            return ExitCode.Ok;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }

    private static void Print(Terminal terminal, StorageReport report)
    {
        terminal.WriteTable(["Layer", "Table", "Format", "#Files", "#MB", "#Rows", "#Bytes a row", "#Times smaller than raw", "#Partitions", "#Old MB"], report.Tables.Select(table => new[]
        {
            table.Layer, table.Table, table.Format, $"{table.Files:N0}", Summary.Megabytes(table.Bytes), $"{table.Rows:N0}", $"{table.BytesPerRow:N1}", $"{table.Ratio:N1}", $"{table.Partitions:N0}", Summary.Megabytes(table.OldBytes),
        }));
        terminal.Out.WriteLine("Bronze's parquet has second names of delta's files: the same bytes, counted once below. Old: files that only earlier versions need.\n");
        terminal.WriteTable(["Layer", "#Files", "#MB", "#Keeping a month", "#Reading a month"], report.Costs.Select(cost => new[]
        {
            cost.Layer, $"{cost.Files:N0}", Summary.Megabytes(cost.Bytes), $"{cost.KeepingPerMonth:0.0000}", $"{cost.ReadingPerMonth:0.0000}",
        }));
        terminal.Out.WriteLine($"Prices: {report.Prices}.\n");
        foreach (var finding in report.Findings)
            terminal.Out.WriteLine($"{finding.Rule}: {finding.Layer} {finding.Table}: {finding.Text}");
        terminal.Out.WriteLine($"{report.Findings.Count:N0} findings.");
    }
}
