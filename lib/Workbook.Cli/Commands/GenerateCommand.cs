using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Generation;
using Workbook.Retail.Generation;

namespace Workbook.Cli.Commands;

internal static class GenerateCommand
{
    public static Command Create(CommandContext context)
    {
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same bytes.", DefaultValueFactory = _ => 42 };
        var scale = new Option<double>("--scale") { Description = "1.0 is 13.7 million rows; from 0.001 to 100.", DefaultValueFactory = _ => 0.01 };
        var output = new Option<string>("--out") { Description = "The folder of the raw files.", DefaultValueFactory = _ => "data_raw" };
        var start = new Option<DateOnly?>("--start-date")
        {
            Description = $"The window's first day, by default {GenerationOptions.Epoch:yyyy-MM-dd}. A window after all earlier ones adds to the folder.",
            CustomParser = CommonOptions.ParseDate,
        };
        var days = new Option<int?>("--days") { Description = "Days in the window. By default 731 times the scale, at least 60 and at most 731." };
        var late = new Option<bool>("--late") { Description = "Add a file of orders of the day before the window, a day late." };
        var tables = CommonOptions.Tables();
        var threads = new Option<int?>("--threads") { Description = "Threads to write with, by default one for each core." };

        var command = new Command("generate", "Write the retailer's raw files, with faults planted on purpose.")
        {
            seed, scale, output, start, days, late, tables, threads,
        };
        command.Runs(context, (parsed, cancellation) =>
        {
            var options = new GenerationOptions
            {
                Seed = parsed.GetValue(seed),
                Scale = parsed.GetValue(scale),
                Output = parsed.GetValue(output)!,
                StartDate = parsed.GetValue(start) ?? GenerationOptions.Epoch,
                Days = parsed.GetValue(days),
                Late = parsed.GetValue(late),
                Tables = parsed.GetValue(tables) is { Length: > 0 } names ? names : null,
                Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
            };
            var summary = context.Terminal.WithProgress("rows", progress => DataGenerator.Generate(options, new GenerationSteps(progress), cancellation));
            Print(context.Terminal, options, summary);
            return ExitCode.Ok;
        }, stopped: "Stopped. The folder is marked as incomplete; run the same command again to start it afresh.");
        return command;
    }

    private static void Print(Terminal terminal, GenerationOptions options, GenerationSummary summary)
    {
        terminal.WriteTable(["Source", "#Rows", "#MB", "#Files"],
        [
            .. summary.Sources.Select(source => Line(source.Source, source.Rows, source.Bytes, source.Files)),
            Line("total", summary.Rows, summary.Bytes, summary.Sources.Sum(source => source.Files)),
        ]);
        terminal.Out.WriteLine();
        var faults = PlantedFaults.Count(options.Output);
        terminal.WriteTable(["Source", "Planted fault", "Found by rule", "#Rows"],
        [
            .. faults.Select(fault => new[] { fault.Source, fault.Kind, fault.Detection ?? "(no single row shows it)", $"{fault.Count:N0}" }),
            ["total", "", "", $"{faults.Sum(fault => fault.Count):N0}"],
        ]);
        terminal.Out.WriteLine();
        var seconds = summary.Elapsed.TotalSeconds;
        terminal.Out.WriteLine($"{summary.Rows:N0} rows in {seconds:N1} s, {summary.Rows / Math.Max(seconds, 0.001):N0} rows/s. The faults are listed in {PlantedFaults.Ledger(options.Output)}.");
    }

    private static string[] Line(string name, long rows, long bytes, int files) => [name, $"{rows:N0}", Summary.Megabytes(bytes), $"{files:N0}"];
}

/// <summary>Shows the generator's progress by source.</summary>
internal sealed class GenerationSteps(IProgress<StepProgress> view) : IProgress<GenerationProgress>
{
    public void Report(GenerationProgress value) => view.Report(new StepProgress(value.Source, value.RowsDone, value.RowsExpected));
}
