using Workbook.Lake;
using Workbook.Models;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Orchestration;
using Workbook.Retail.Generation;

namespace Workbook.Retail;

/// <summary>As <see cref="PipelineSteps"/>, and how raw files are generated.</summary>
public sealed record RetailSteps : PipelineSteps
{
    /// <summary>Writes the raw files; null where they are there already, just as asked for.</summary>
    public Func<GenerationOptions, CancellationToken, GenerationSummary?> Generate { get; init; } = (options, cancel) =>
        GenerationState.Holds(options) ? null : DataGenerator.Generate(options, progress: null, cancel);
}

/// <summary>From nothing to the retailer's lakehouse: generate, and then the <see cref="LakehousePipeline"/>.</summary>
public static class RetailPipeline
{
    /// <param name="generation">What it writes is what is loaded.</param>
    /// <param name="project">Found from here by default.</param>
    /// <param name="prune">Takes out the rows of files that are gone from the raw folder.</param>
    public static LakehousePipeline Create(
        GenerationOptions generation, LakeFolder lake, RetailSteps? steps = null, LakehouseProject? project = null, TimeProvider? time = null, bool prune = false)
    {
        steps ??= new RetailSteps();
        return new LakehousePipeline(project ?? RetailProject.Find("."), generation.Output, lake, RetailMonitors.All(lake), steps,
        [
            new PipelineTask("generate", context =>
            {
                steps.Generate(generation, context.Cancellation);
                WorldFolders.Mark(lake.Path, generation.Seed, generation.Scale);
                return TaskOutcome.Done;
            }),
        ], time) { Prune = prune };
    }

    /// <summary>To ask a lake how it stands; nothing of it is to be run.</summary>
    public static LakehousePipeline Of(LakeFolder lake) => Create(new GenerationOptions { Output = "" }, lake, project: RetailProject.In(""));

    /// <summary>What may be asked for, in the order of running.</summary>
    public static IReadOnlyList<string> TaskNames => [.. Of(new LakeFolder("lake")).Graph.Tasks.Select(task => task.Name)];
}
