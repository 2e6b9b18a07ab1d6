using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Models.Lineage.Events;

/// <summary>Tells of a run as OpenLineage events.</summary>
/// <param name="inner">Is told of the run as it would be without; null for nobody.</param>
/// <param name="lineage">For the columns; null leaves them out.</param>
public sealed class OpenLineageReporter(IProgress<ModelProgress>? inner, OpenLineageSink sink, LineageGraph? lineage, TimeProvider time) : IProgress<ModelProgress>
{
    private readonly Dictionary<string, OpenLineageRun> _open = new(StringComparer.Ordinal);
    private ModelProject? _project;
    private OpenLineageRun? _whole;

    private string Namespace => $"duckdb://{_project!.Profile.Path ?? "memory"}";

    /// <summary>Sends START when the run or a node begins, and COMPLETE or FAIL when a node ends; what was skipped sends nothing.</summary>
    public void Report(ModelProgress value)
    {
        inner?.Report(value);
        switch (value)
        {
            case ModelProgress.Selected selected: Begin(selected.Project); break;
            case ModelProgress.Started started: Begin(started.Node); break;
            case ModelProgress.Finished finished: End(finished.Result); break;
        }
    }

    private void Begin(ModelProject project)
    {
        _project = project;
        _whole = new OpenLineageRun(new OpenLineageJob(Namespace, project.Root.Name), Guid.NewGuid(), time.GetUtcNow(), [], []);
        sink.Send(OpenLineageEvents.Start(_whole));
    }

    private void Begin(DbtResource node)
    {
        var run = Run(node, null);
        _open[node.UniqueId] = run;
        sink.Send(OpenLineageEvents.Start(run));
    }

    private void End(NodeResult result)
    {
        if (!_open.Remove(result.Node.UniqueId, out var started))
            return;
        var run = Run(result.Node, result) with { RunId = started.RunId, StartedAt = started.StartedAt };
        sink.Send(result.Status is NodeStatus.Error or NodeStatus.Fail
            ? OpenLineageEvents.Fail(run, time.GetUtcNow(), result.Message)
            : OpenLineageEvents.Complete(run, time.GetUtcNow()));
    }

    /// <summary>When the run is over.</summary>
    public void Complete(RunSummary summary)
    {
        if (_whole is not null)
            sink.Send(summary.IsSuccess ? OpenLineageEvents.Complete(_whole, time.GetUtcNow()) : OpenLineageEvents.Fail(_whole, time.GetUtcNow(), summary.IsStopped ? "stopped" : "a node failed"));
    }

    private OpenLineageRun Run(DbtResource node, NodeResult? result)
    {
        var inputs = node.DependsOn.Select(_project!.Resource).Where(parent => parent is SourceTable || parent is SqlNode { Relation: not null })
            .Select(parent => new OpenLineageInput(Dataset(parent), result is not null && node is SqlNode { Test: { } test } && test.AttachedTo == parent.UniqueId ? [Assertion(test, result)] : null));
        var outputs = node is SqlNode { Relation: not null, Type: not ResourceType.Test } built
            ? new[] { new OpenLineageOutput(Dataset(built), lineage?.QueryOf(built.UniqueId), result?.Rows) }
            : [];
        var parent = _whole is null ? null : new OpenLineageParent(_whole.RunId, _whole.Job);
        return new OpenLineageRun(new OpenLineageJob(Namespace, $"{_project.Root.Name}.{node.Name}"), Guid.NewGuid(), time.GetUtcNow(), [.. inputs], outputs, result?.CompiledSql, parent);
    }

    private static OpenLineageAssertion Assertion(GenericTest test, NodeResult result) =>
        new(test.Name, result.Status is NodeStatus.Pass or NodeStatus.Reused, test.Column, result.Node.Config.Text("severity")?.ToLowerInvariant(), result.Node.Name);

    private OpenLineageDataset Dataset(DbtResource resource)
    {
        var (relation, columns) = resource is SourceTable source ? (source.Relation, source.Columns) : (((SqlNode)resource).Relation!, ((SqlNode)resource).Columns);
        return new OpenLineageDataset(resource.UniqueId, Namespace, relation.Path,
            columns.Count == 0 ? null : [.. columns.Select(column => new OpenLineageField(column.Name, column.DataType, column.Description is { Length: > 0 } text ? text : null))]);
    }
}
