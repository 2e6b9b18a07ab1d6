using Workbook.Lake;
using Workbook.Models.Artifacts;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Operations.Lakehouse;

/// <summary>
/// The models in stages, so that a run can begin or end between them. A node's stage is that of its kind, or a later one
/// where something that it reads is built there; a test comes with the last of what it reads. What descends from a failure
/// of an earlier stage is left out, as it would be if all were built at once.
/// </summary>
public sealed class ModelStages
{
    /// <summary>In the order of building.</summary>
    public static IReadOnlyList<string> Names { get; } = ["seeds", "silver", "snapshots", "gold"];

    private readonly LakeFolder _lake;
    private readonly TimeProvider _time;
    private readonly DateTime _startedAt;
    private readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<DbtResource>>> _stages;

    /// <param name="project">Read when first needed: what it reads may not be there before.</param>
    public ModelStages(LakeFolder lake, Func<ModelProject> project, TimeProvider time)
    {
        (_lake, _time, _startedAt) = (lake, time, time.GetUtcNow().UtcDateTime);
        var read = new Lazy<ModelProject>(project);
        Project = () => read.Value;
        _stages = new Lazy<IReadOnlyDictionary<string, IReadOnlyList<DbtResource>>>(() => Split(read.Value));
    }

    /// <summary>Reads the project when it is first called; later calls give the same.</summary>
    public Func<ModelProject> Project { get; }

    /// <summary>All that was done so far, as one run; null before the first stage.</summary>
    public RunSummary? Summary { get; private set; }

    private ModelRunOptions Options => new() { ReuseUnchanged = true, TargetPath = _lake.Artifacts, StartedAt = _startedAt };

    /// <summary>The nodes of a stage, in the order of building.</summary>
    public IReadOnlyList<DbtResource> NodesOf(string stage) => _stages.Value[stage];

    /// <summary>Builds and tests a stage. Artifacts then tell of all stages so far.</summary>
    /// <returns>Of this stage alone, with what was left out.</returns>
    public RunSummary Run(string stage, IProgress<ModelProgress>? progress = null, CancellationToken cancel = default)
    {
        var blocked = Blocked(NodesOf(stage));
        var nodes = NodesOf(stage).Where(node => !blocked.ContainsKey(node.UniqueId)).ToList();
        var run = ModelRunner.Run(Project(), Options, nodes, Guid.NewGuid().ToString(), _time, progress, cancel);
        run = run with { Results = [.. run.Results, .. NodesOf(stage).Where(node => blocked.ContainsKey(node.UniqueId)).Select(node => new NodeResult(node, NodeStatus.Skipped, $"skipped because of {blocked[node.UniqueId]}", null, null, TimeSpan.Zero))] };
        var known = run.Results.Select(result => result.Node.UniqueId).ToHashSet(StringComparer.Ordinal);
        Summary = Summary is null ? run : run with
        {
            // A stage that is tried again takes the place of its former self.
            Results = [.. Summary.Results.Where(result => !known.Contains(result.Node.UniqueId)), .. run.Results],
            StartedAt = Summary.StartedAt,
            Elapsed = Summary.Elapsed + run.Elapsed,
        };
        RunResultsArtifact.Write(Path.Combine(_lake.Artifacts, "run_results.json"), Project(), Summary);
        return run;
    }

    private Dictionary<string, IReadOnlyList<DbtResource>> Split(ModelProject project)
    {
        var all = ModelRunner.Select(project, Options);
        var stageOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in project.Graph.Order)
            stageOf[id] = Math.Max(OwnStage(project.Resource(id)), project.Graph.Parents(id).Select(parent => stageOf[parent]).DefaultIfEmpty(0).Max());
        return Names.Select((name, number) => (name, Nodes: (IReadOnlyList<DbtResource>)[.. all.Where(node => stageOf[node.UniqueId] == number)])).ToDictionary(StringComparer.Ordinal);
    }

    private static int OwnStage(DbtResource node) => node.Type switch
    {
        ResourceType.Snapshot => 2,
        ResourceType.Model => node is SqlNode { Relation.Schema: "gold" } ? 3 : 1,
        // A test of sources alone comes before the first model.
        ResourceType.Test => 1,
        _ => 0,
    };

    /// <summary>Nodes to leave out, with what they are left out for.</summary>
    private Dictionary<string, string> Blocked(IReadOnlyList<DbtResource> nodes)
    {
        var blocked = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var failed in (Summary?.Results ?? []).Where(result => result.IsFailure))
            foreach (var node in nodes.Where(node => Descends(failed.Node).Contains(node.UniqueId)))
                blocked.TryAdd(node.UniqueId, failed.Node.UniqueId);
        return blocked;
    }

    /// <summary>A test that failed bars the way to what is built on the last of what it reads.</summary>
    private HashSet<string> Descends(DbtResource failed)
    {
        var graph = Project().Graph;
        if (failed.Type != ResourceType.Test)
            return graph.Descendants(failed.UniqueId);
        return graph.Parents(failed.UniqueId)
            .Where(tested => graph.Parents(failed.UniqueId).All(other => other == tested || graph.Ancestors(tested).Contains(other)))
            .SelectMany(tested => graph.Descendants(tested)).Where(id => id != failed.UniqueId && Project().Resource(id).Type is not ResourceType.Test).ToHashSet(StringComparer.Ordinal);
    }
}
