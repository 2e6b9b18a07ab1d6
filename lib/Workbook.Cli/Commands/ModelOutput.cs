using Workbook.Cli.Output;
using Workbook.Lake;
using Workbook.Models.Running;
using Workbook.Operations.Lakehouse;

namespace Workbook.Cli.Commands;

/// <summary>The models as a part of the main job: progress while a stage is built, then a line for each layer.</summary>
internal static class ModelOutput
{
    public static RunSummary Build(Terminal terminal, ModelStages stages, string stage, CancellationToken cancellation) =>
        terminal.WithProgress("nodes", progress => stages.Run(stage, new Steps(progress, terminal, stage), cancellation));

    public static void Print(Terminal terminal, LakeFolder lake, RunSummary summary, ModelLayers layers)
    {
        terminal.Out.WriteLine();
        terminal.WriteTable(["Layer", "#Relations", "#Built", "#Unchanged", "#Rows written", "#Tests passed", "#Warnings", "#Failed", "#Seconds", "#Parquet MB"],
            layers.Select(layer => new[]
            {
                layer.Layer, $"{layer.Relations:N0}", $"{layer.Built:N0}", $"{layer.Unchanged:N0}", $"{layer.RowsWritten:N0}",
                $"{layer.TestsPassed:N0}", $"{layer.Warnings:N0}", $"{layer.Failed:N0}", $"{layer.Seconds:N1}", Parquet(lake, layer.Layer),
            }));
        foreach (var result in summary.Results.Where(result => result.Status is NodeStatus.Error or NodeStatus.Fail))
            terminal.Fault($"{result.Node.Name} ({result.Node.File}): {result.Message}");
        if (summary.Count(NodeStatus.Warn) is > 0 and var warnings)
            terminal.Note($"{warnings:N0} tests warn, as they should where faults are planted: {string.Join(", ", summary.Results.Where(result => result.Status == NodeStatus.Warn).Select(result => $"{result.Node.Name} {result.Failures:N0}"))}.");
        if (summary.IsStopped)
            terminal.Note("Stopped. What was built is whole; 'workbook run --resume' goes on from here.");
    }

    private static string Parquet(LakeFolder lake, string layer)
    {
        var folder = Path.Combine(lake.Path, layer);
        return Directory.Exists(folder) ? Summary.Megabytes(Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length)) : "";
    }

    private sealed class Steps(IProgress<StepProgress> view, Terminal terminal, string stage) : IProgress<ModelProgress>
    {
        public void Report(ModelProgress value)
        {
            if (value is ModelProgress.Finished finished)
                view.Report(new StepProgress(stage, finished.Index, finished.Total));
            else if (value is ModelProgress.Logged logged)
                terminal.Error.WriteLine(logged.Text);
        }
    }
}
