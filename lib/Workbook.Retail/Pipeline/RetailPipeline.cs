using Workbook.Bronze;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Orchestration;
using Workbook.Retail.Generation;

namespace Workbook.Retail;

/// <summary>As <see cref="PipelineSteps"/>, and how raw files are generated.</summary>
public sealed record RetailSteps : PipelineSteps
{
    public Func<GenerationOptions, CancellationToken, GenerationSummary?> Generate { get; init; } = (options, cancel) =>
        GenerationState.Holds(options) ? null : DataGenerator.Generate(options, progress: null, cancel);
}

/// <summary>From nothing to the retailer's lakehouse: generate, and then the <see cref="LakehousePipeline"/>.</summary>
public static class RetailPipeline
{
    /// <param name="project">Found from here by default.</param>
    public static LakehousePipeline Create(GenerationOptions generation, IngestionOptions ingestion, RetailSteps? steps = null, LakehouseProject? project = null, TimeProvider? time = null)
    {
        steps ??= new RetailSteps();
        return new LakehousePipeline(project ?? RetailProject.Find("."), ingestion, RetailMonitors.All(new LakeFolder(ingestion.Lake)), steps,
        [
            new PipelineTask("generate", context =>
            {
                steps.Generate(generation, context.Cancellation);
                return TaskOutcome.Done;
            }),
        ], time);
    }

    /// <summary>To ask a lake how it stands; nothing of it is to be run.</summary>
    public static LakehousePipeline Of(LakeFolder lake) => Create(
        new GenerationOptions { Output = "" }, new IngestionOptions { Raw = "", Lake = lake.Path, Sources = RetailSources.All }, project: RetailProject.In(""));

    /// <summary>What may be asked for, in the order of running.</summary>
    public static IReadOnlyList<string> TaskNames => [.. Of(new LakeFolder("lake")).Graph.Tasks.Select(task => task.Name)];
}
