using System.CommandLine;
using System.Runtime.ExceptionServices;
using Workbook.Bronze;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Generation;
using Workbook.Lake;
using Workbook.Models.Running;
using Workbook.Operations.Alerts;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Orchestration;
using Workbook.Retail;
using Workbook.Retail.Generation;

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
        var replace = new Option<bool>("--replace") { Description = "Let this data take the place of another seed's or scale's in the same folders; otherwise both are kept apart." };
        var run = new RunOptionSet();
        var format = CommonOptions.TableOrJson();
        var command = new Command("run", "Build the lakehouse: write the raw files unless they are there, load them into bronze, build silver and gold, and measure what came of it.") { seed, scale, raw, lake, replace, format };
        run.AddTo(command);
        command.Runs(context, (parsed, cancellation) =>
        {
            var given = parsed.GetValue(lake)!;
            var asked = new PipelineParameters(run.IsResume(parsed) ? PipelineRunner.Last(new LakeFolder(given))?.Parameters : null, parsed);
            var generation = new GenerationOptions { Seed = asked.Of(seed), Scale = asked.Of(scale), Output = asked.Of(raw) };
            if (!run.IsResume(parsed))
            {
                // Where nobody says which world, it is the one that is there.
                if (parsed.GetResult(seed) is { Implicit: true } && parsed.GetResult(scale) is { Implicit: true } && GenerationState.Read(generation.Output) is { } there)
                    generation = generation with { Seed = asked.Instead(seed, there.Seed), Scale = asked.Instead(scale, there.Scale) };
                var folders = parsed.GetValue(replace) ? new WorldFolders(generation.Output, given, Notice: null) : WorldFolders.For(generation.Output, given, generation.Seed, generation.Scale);
                if (folders.Notice is not null)
                    context.Terminal.Note($"{folders.Notice} --replace would build it anew in the same place.");
                given = folders.Lake;
                generation = generation with { Output = asked.Instead(raw, folders.Raw) };
            }

            var lakeFolder = new LakeFolder(given);
            // The raw folder is the run's own: what is gone from it is gone from bronze.
            var pipeline = RetailPipeline.Create(generation, lakeFolder, Steps(context.Terminal, given), prune: true);
            using var alerts = new AlertDispatcher(lakeFolder, run.Routing(parsed), context.Terminal.Note);

            var done = PipelineRunner.Run(pipeline.Graph, lakeFolder, run.Options(parsed) with { Parameters = asked.Given, Watermark = pipeline.Watermark }, new RunNotes(context.Terminal), cancellation);
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ToJson(given, pipeline, done));
            else
                Print(context.Terminal, given, pipeline, done, run.IsSelective(parsed));
            AlertOutput.Tell(context.Terminal, alerts, done, pipeline.Measured, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return Finish(context.Terminal, done);
        });
        return command;
    }

    private static RetailSteps Steps(Terminal terminal, string lake)
    {
        var hasBuilt = false;
        return new RetailSteps
        {
            Notes = terminal.Notes,
            Generate = (options, cancellation) => Generate(terminal, options, cancellation),
            Ingest = (options, cancellation) =>
            {
                terminal.Error.WriteLine($"2/3  Load {options.Raw} into {lake}");
                var summary = BronzeOutput.Ingest(terminal, options, cancellation);
                terminal.Error.WriteLine($"     {summary.Sources.Sum(source => source.Files):N0} files loaded, {summary.Sources.Sum(source => source.FilesSkipped):N0} unchanged, {summary.Elapsed.TotalSeconds:N1} s");
                return summary;
            },
            Build = (stages, stage, cancellation) =>
            {
                if (!hasBuilt)
                {
                    terminal.Error.WriteLine($"3/3  Build silver and gold in {lake}");
                    foreach (var warning in stages.Project().Warnings)
                        terminal.Note(warning);
                }

                hasBuilt = true;
                return ModelOutput.Build(terminal, stages, stage, cancellation);
            },
        };
    }

    private static void Print(Terminal terminal, string lake, LakehousePipeline pipeline, PipelineRun done, bool withTasks)
    {
        var models = pipeline.Models.Summary;
        if (models is not null)
            terminal.Error.WriteLine($"     {models.Count(NodeStatus.Success):N0} relations built, {models.Count(NodeStatus.Reused):N0} nodes unchanged, {models.Elapsed.TotalSeconds:N1} s");
        if (pipeline.Ingested is not null)
            PrintSources(terminal, BronzeReport.Read(pipeline.Ingestion, pipeline.Raw));
        if (models is not null)
            ModelOutput.Print(terminal, pipeline.Lake, models, new ModelLayers(pipeline.Models.Project(), models.Results));
        if (done.Task("gold") is { AllowsDownstream: true, IsFromEarlierAttempt: false })
            PrintPlaces(terminal, lake, pipeline);
        if (withTasks)
            TaskTable.Write(terminal, done.Tasks);
    }

    private static string ToJson(string lake, LakehousePipeline pipeline, PipelineRun done) => ReportJson.Write(new
    {
        done.RunId, Status = done.IsStopped ? "stopped" : done.IsSuccess ? "succeeded" : "failed", done.StartedAt, done.Seconds, pipeline.Raw, Lake = lake,
        Tasks = done.Tasks.Select(task => new { task.Task, Status = task.IsFromEarlierAttempt ? "done before" : TaskTable.Name(task.Verdict), task.Attempts, task.Seconds, task.Message }),
        Sources = pipeline.Ingested is null ? [] : BronzeReport.Read(pipeline.Ingestion, pipeline.Raw),
        Layers = pipeline.Models.Summary is { } models ? new ModelLayers(pipeline.Models.Project(), models.Results).ToList() : [],
    });

    /// <summary>A fault is told where all commands' are, with its stack on request; what else failed is told here.</summary>
    private static int Finish(Terminal terminal, PipelineRun run)
    {
        var blocked = run.Tasks.Where(task => task.Verdict == TaskVerdict.Blocked).Select(task => task.Task).ToList();
        if (blocked.Count > 0)
            terminal.Note($"Left out, as they wait for what failed: {string.Join(", ", blocked)}. 'workbook run --resume' goes on from there.");
        var failed = run.Tasks.Where(task => task.Verdict is TaskVerdict.Failed or TaskVerdict.TimedOut).ToList();
        foreach (var task in failed.Where(task => task.Fault is null || task != failed.Last(other => other.Fault is not null)))
            terminal.Fault($"Task '{task.Task}' failed: {task.Message}");
        if (failed.LastOrDefault(task => task.Fault is not null) is { Fault: { } fault })
            ExceptionDispatchInfo.Throw(fault);
        return run.IsSuccess ? ExitCode.Ok : ExitCode.Failed;
    }

    private static GenerationSummary? Generate(Terminal terminal, GenerationOptions options, CancellationToken cancellation)
    {
        terminal.Error.WriteLine($"1/3  Write the raw files to {options.Output} (scale {options.Scale}, seed {options.Seed})");
        if (GenerationState.Holds(options))
        {
            terminal.Error.WriteLine("     they are there already");
            return null;
        }

        if (GenerationState.Read(options.Output) is { } former && (former.Scale != options.Scale || former.Seed != options.Seed))
            terminal.Note($"     {options.Output} held scale {former.Scale}, seed {former.Seed}: those files are replaced");
        var summary = terminal.WithProgress("rows", progress => DataGenerator.Generate(options, new GenerationSteps(progress), cancellation));
        terminal.Error.WriteLine($"     {summary.Rows:N0} rows, {Summary.Megabytes(summary.Bytes)} MB, {summary.Elapsed.TotalSeconds:N1} s");
        return summary;
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

    private static void PrintPlaces(Terminal terminal, string given, LakehousePipeline pipeline)
    {
        var lake = pipeline.Lake;
        var option = given == CommonOptions.UsualLake ? "" : given.Contains(' ') ? $" --lake \"{given}\"" : $" --lake {given}";
        terminal.Out.WriteLine($"""

            Look at
              {Shown(given, lake.BronzeTables)}   Delta tables; the same files as plain Parquet in {Shown(given, Path.GetDirectoryName(lake.BronzeParquet("x"))!)}
              {Shown(given, lake.Rejects)}   rejected rows with their text, file, line and reason: workbook rejects
              {PlantedFaults.Ledger(pipeline.Raw)}   the faults that were planted
              {Shown(given, lake.Silver)}, {Shown(given, lake.Gold)}   the models as Parquet; the same tables in {Shown(given, lake.Warehouse)}

            Ask it
              workbook sql{option} "SELECT channel, count(*) AS orders FROM bronze.orders_header GROUP BY ALL"
              workbook dbt docs{option}   writes the models' documentation as one page
              workbook dashboard{option}   writes what the business looks at as one page
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
