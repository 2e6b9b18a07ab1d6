using System.CommandLine;
using Workbook.Bronze;
using Workbook.Cli.Output;
using Workbook.Generation;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

/// <summary>The main job: from nothing to a lakehouse.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same bytes.", DefaultValueFactory = _ => 42 };
        var scale = new Option<double>("--scale") { Description = "1.0 is 13.7 million rows; from 0.001 to 100.", DefaultValueFactory = _ => 0.01 };
        var raw = CommonOptions.Raw();
        var lake = CommonOptions.Lake();
        var command = new Command("run", "Build the lakehouse: write the raw files unless they are there, load them into bronze, and build silver and gold.") { seed, scale, raw, lake };
        command.Runs(context, (parsed, cancellation) =>
        {
            var generation = new GenerationOptions { Seed = parsed.GetValue(seed), Scale = parsed.GetValue(scale), Output = parsed.GetValue(raw)! };
            // The raw folder is the run's own: what an earlier world left in bronze goes with its files.
            var ingestion = new IngestionOptions { Raw = generation.Output, Lake = parsed.GetValue(lake)!, Prune = true };
            Generate(context.Terminal, generation, cancellation);
            context.Terminal.Error.WriteLine($"2/3  Load {generation.Output} into {ingestion.Lake}");
            var summary = BronzeOutput.Ingest(context.Terminal, ingestion, cancellation);
            context.Terminal.Error.WriteLine($"     {summary.Sources.Sum(source => source.Files):N0} files loaded, {summary.Sources.Sum(source => source.FilesSkipped):N0} unchanged, {summary.Elapsed.TotalSeconds:N1} s");
            var lakeFolder = new LakeFolder(ingestion.Lake);
            context.Terminal.Error.WriteLine($"3/3  Build silver and gold in {ingestion.Lake}");
            if (WithdrawnRows.Exist(lakeFolder))
            {
                context.Terminal.Note("     silver has rows that bronze has no more: all models are built anew");
                WithdrawnRows.DropModels(lakeFolder);
            }
            var (models, layers) = ModelOutput.Build(context.Terminal, lakeFolder, cancellation);
            context.Terminal.Error.WriteLine($"     {models.Count(NodeStatus.Success):N0} relations built, {models.Count(NodeStatus.Reused):N0} nodes unchanged, {models.Elapsed.TotalSeconds:N1} s");
            PrintSources(context.Terminal, BronzeReport.Read(ingestion, generation.Output));
            ModelOutput.Print(context.Terminal, lakeFolder, models, layers);
            PrintPlaces(context.Terminal, ingestion);
            cancellation.ThrowIfCancellationRequested();
            return summary.IsComplete && models.IsSuccess ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void Generate(Terminal terminal, GenerationOptions options, CancellationToken cancellation)
    {
        terminal.Error.WriteLine($"1/3  Write the raw files to {options.Output} (scale {options.Scale}, seed {options.Seed})");
        if (GenerationState.Holds(options))
        {
            terminal.Error.WriteLine("     they are there already");
            return;
        }

        if (GenerationState.Read(options.Output) is { } former && (former.Scale != options.Scale || former.Seed != options.Seed))
            terminal.Note($"     {options.Output} held scale {former.Scale}, seed {former.Seed}: those files are replaced");
        var summary = terminal.WithProgress("rows", progress => DataGenerator.Generate(options, new GenerationSteps(progress), cancellation));
        terminal.Error.WriteLine($"     {summary.Rows:N0} rows, {Summary.Megabytes(summary.Bytes)} MB, {summary.Elapsed.TotalSeconds:N1} s");
    }

    private static void PrintSources(Terminal terminal, IReadOnlyList<SourceReport> sources)
    {
        terminal.WriteTable(["Source", "#Rows read", "#Accepted", "#Rejected", "#Faults found / planted", "#Seconds", "#Raw MB", "#Bronze MB", "Rejected by rule"],
        [
            .. sources.Select(source => Line(source.Source, [source], BronzeOutput.Reasons(source.Rejected))),
            Line("total", sources, ""),
        ]);
        if (sources.Sum(source => source.Unplanted) is > 0 and var unplanted)
            terminal.Note($"{unplanted:N0} rows were rejected or flagged although the generator planted nothing there.");
    }

    private static void PrintPlaces(Terminal terminal, IngestionOptions options)
    {
        var lake = new LakeFolder(options.Lake);
        terminal.Out.WriteLine($"""

            Look at
              {Shown(options.Lake, lake.BronzeTables)}   Delta tables; the same files as plain Parquet in {Shown(options.Lake, Path.GetDirectoryName(lake.BronzeParquet("x"))!)}
              {Shown(options.Lake, lake.Rejects)}   rejected rows with their text, file, line and reason: workbook rejects
              {PlantedFaults.Ledger(options.Raw)}   the faults that were planted
              {Shown(options.Lake, lake.Silver)}, {Shown(options.Lake, lake.Gold)}   the models as Parquet; the same tables in {Shown(options.Lake, lake.Warehouse)}

            Ask it
              workbook sql "SELECT channel, count(*) AS orders FROM bronze.orders_header GROUP BY ALL"
              workbook dbt docs   writes the models' documentation as one page
            """);
    }

    private static string[] Line(string name, IReadOnlyList<SourceReport> sources, string reasons) =>
    [
        name, $"{sources.Sum(source => source.RowsRead):N0}", $"{sources.Sum(source => source.RowsAccepted):N0}", $"{sources.Sum(source => source.RowsRejected):N0}",
        sources.Any(source => source.Planted > 0) ? $"{sources.Sum(source => source.Found):N0} / {sources.Sum(source => source.Planted):N0}" : "",
        $"{sources.Sum(source => source.Seconds):N1}", Summary.Megabytes(sources.Sum(source => source.RawBytes)), Summary.Megabytes(sources.Sum(source => source.Bytes)), reasons,
    ];

    /// <summary>As the user named the lake, not made absolute.</summary>
    private static string Shown(string lake, string path) => Path.Combine(lake, Path.GetRelativePath(new LakeFolder(lake).Path, path));
}
