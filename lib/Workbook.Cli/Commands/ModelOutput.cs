using Workbook.Cli.Output;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

/// <summary>The models as a step of the main job: progress while they are built, then a line for each layer.</summary>
internal static class ModelOutput
{
    public static RunSummary Build(Terminal terminal, LakeFolder lake, CancellationToken cancellation)
    {
        var project = ModelProject.Read(RetailProject.Options(RetailProject.Find("."), lake));
        var options = new RunOptions { ReuseUnchanged = true, TargetPath = RetailProject.TargetPath(lake) };
        return terminal.WithProgress("nodes", progress => ModelRunner.Run(project, options, new Steps(progress, terminal), TimeProvider.System, cancellation));
    }

    public static void Print(Terminal terminal, LakeFolder lake, RunSummary summary)
    {
        var layers = summary.Results.Where(result => result.Node is SqlNode { Type: not ResourceType.Test, Relation: not null })
            .GroupBy(result => ((SqlNode)result.Node).Relation!.Schema, StringComparer.Ordinal).ToList();
        var tests = summary.Results.Where(result => result.Node.Type is ResourceType.Test or ResourceType.UnitTest)
            .ToLookup(result => LayerOf(summary, result.Node), StringComparer.Ordinal);
        terminal.Out.WriteLine();
        terminal.WriteTable(["Layer", "#Relations", "#Built", "#Unchanged", "#Rows written", "#Tests passed", "#Warnings", "#Failed", "#Seconds", "#Parquet MB"],
            layers.Select(layer => new[]
            {
                layer.Key, $"{layer.Count():N0}", $"{Count(layer, NodeStatus.Success):N0}", $"{Count(layer, NodeStatus.Reused):N0}", $"{layer.Sum(result => result.Rows ?? 0):N0}",
                $"{Count(tests[layer.Key], NodeStatus.Pass, NodeStatus.Reused):N0}", $"{Count(tests[layer.Key], NodeStatus.Warn):N0}",
                $"{Count(layer.Concat(tests[layer.Key]), NodeStatus.Error, NodeStatus.Fail, NodeStatus.Skipped):N0}",
                $"{layer.Concat(tests[layer.Key]).Sum(result => result.Elapsed.TotalSeconds):N1}", Parquet(lake, layer.Key),
            }));
        foreach (var result in summary.Results.Where(result => result.Status is NodeStatus.Error or NodeStatus.Fail))
            terminal.Fault($"{result.Node.Name} ({result.Node.File}): {result.Message}");
        if (summary.Count(NodeStatus.Warn) is > 0 and var warnings)
            terminal.Note($"{warnings:N0} tests warn, as they should where faults are planted: {string.Join(", ", summary.Results.Where(result => result.Status == NodeStatus.Warn).Select(result => $"{result.Node.Name} {result.Failures:N0}"))}.");
        if (summary.IsStopped)
            terminal.Note("Stopped. What was built is whole; 'workbook dbt retry' goes on from here.");
    }

    private static int Count(IEnumerable<NodeResult> results, params NodeStatus[] statuses) => results.Count(result => statuses.Contains(result.Status));

    /// <summary>A test belongs to the last of the layers that it reads.</summary>
    private static string LayerOf(RunSummary summary, Resource test) => test.DependsOn
        .Select(id => summary.Results.FirstOrDefault(result => result.Node.UniqueId == id)?.Node).OfType<SqlNode>()
        .Select(node => node.Relation?.Schema).LastOrDefault(schema => schema is not null) ?? "";

    private static string Parquet(LakeFolder lake, string layer)
    {
        var folder = Path.Combine(lake.Path, layer);
        return Directory.Exists(folder) ? Summary.Megabytes(Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length)) : "";
    }

    private sealed class Steps(IProgress<StepProgress> view, Terminal terminal) : IRunObserver
    {
        public void Selected(ModelProject project, IReadOnlyList<Resource> nodes)
        {
            foreach (var warning in project.Warnings)
                terminal.Note(warning);
        }

        public void Started(Resource node, int index, int total) { }

        public void Finished(NodeResult result, int index, int total) => view.Report(new StepProgress("models and tests", index, total));

        public void Logged(string text) => terminal.Error.WriteLine(text);
    }
}
