using System.Diagnostics;
using Workbook.Models.Artifacts;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;
using Workbook.Models.Selection;

namespace Workbook.Models.Running;

/// <summary>
/// Runs a dbt project: builds, tests and snapshots what is selected, in the order of its dependencies, on several threads. A
/// failed node's children are skipped and the rest runs. Each node commits by itself, so that a run can be stopped or killed
/// at any point; running again, or <see cref="RunRetry"/>, ends where an undisturbed run would have.
/// </summary>
public static class ModelRunner
{
    /// <summary>The version of dbt whose dialect is spoken.</summary>
    public const string DbtVersion = BasicContext.DbtVersion;

    private static readonly Dictionary<string, ResourceType[]> TypesOf = new(StringComparer.Ordinal)
    {
        ["build"] = [ResourceType.Model, ResourceType.Seed, ResourceType.Snapshot, ResourceType.Test, ResourceType.UnitTest],
        ["run"] = [ResourceType.Model],
        ["test"] = [ResourceType.Test, ResourceType.UnitTest],
        ["seed"] = [ResourceType.Seed],
        ["snapshot"] = [ResourceType.Snapshot],
        ["compile"] = [ResourceType.Model, ResourceType.Snapshot, ResourceType.Test, ResourceType.Analysis],
    };

    /// <summary>What a command would work on, in order; tests are chosen with what they test.</summary>
    /// <exception cref="WorkbookException">A selector isn't understood.</exception>
    public static IReadOnlyList<DbtResource> Select(ModelProject project, ModelRunOptions options)
    {
        var types = Types(options);
        var chosen = NodeSelector.Select(project, options.Select, options.Exclude, StateOf(options))
            .Where(resource => types.Contains(resource.Type) && !(resource is SqlNode { IsEphemeral: true } && options.Command != "compile"))
            .Select(resource => resource.UniqueId).ToHashSet(StringComparer.Ordinal);
        return RunGraph.Create(project, chosen, testsGate: options.Command == "build").Nodes;
    }

    /// <summary>What a selection chooses, of all kinds.</summary>
    public static IReadOnlyList<DbtResource> List(ModelProject project, ModelRunOptions options) =>
    [
        .. NodeSelector.Select(project, options.Select, options.Exclude, StateOf(options))
            .Where(resource => resource.Type is not ResourceType.Operation && (options.ResourceTypes.Count == 0 || options.ResourceTypes.Contains(NodeFacts.TypeName(resource.Type)))),
    ];

    /// <exception cref="WorkbookException">The run could not begin: a selector, a hook or the database. What fails later is in the results.</exception>
    public static RunSummary Run(ModelProject project, ModelRunOptions options, TimeProvider? time = null, IProgress<ModelProgress>? progress = null, CancellationToken cancel = default) =>
        Run(project, options, Select(project, options), Guid.NewGuid().ToString(), time, progress, cancel);

    /// <summary>Runs these nodes and no others, in the order of their dependencies.</summary>
    /// <param name="id">Names the run in logs and artifacts.</param>
    public static RunSummary Run(
        ModelProject project, ModelRunOptions options, IReadOnlyList<DbtResource> nodes, string id, TimeProvider? time = null, IProgress<ModelProgress>? progress = null, CancellationToken cancel = default) =>
        RunLog.Around(project, options, id, time ?? TimeProvider.System, log => Run(project, options, nodes, id, time ?? TimeProvider.System, log, progress, cancel));

    private static RunSummary Run(
        ModelProject project, ModelRunOptions options, IReadOnlyList<DbtResource> nodes, string id, TimeProvider time, RunLog log, IProgress<ModelProgress>? progress, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        var startedAt = options.StartedAt ?? time.GetUtcNow().UtcDateTime;
        var folder = new RunFolder(Path.GetFullPath(options.TargetPath ?? project.Root.TargetPath, project.Root.Folder));
        var invocation = new Invocation(id, startedAt, options.Command, options.FullRefresh, text => progress?.Report(new ModelProgress.Logged(text)));
        var graph = RunGraph.Create(project, nodes.Select(node => node.UniqueId).ToHashSet(StringComparer.Ordinal), testsGate: options.Command == "build");
        progress?.Report(new ModelProgress.Selected(project, graph.Nodes));

        using var database = RunDatabase.Open(project, project.Profile.Threads);
        var records = BuildRecords.Open(database.Main, project.Profile.Database);
        log.CloseKilled(folder);
        var progressFile = RunProgress.Begin(folder, invocation, options, graph.Nodes);
        CreateSchemas(database, graph.Nodes);
        ManifestArtifact.Write(folder.Manifest, project, invocation);

        var executor = new NodeExecutor(project, options, invocation, folder, records, new Fingerprints(project, records, database.Main), new ExistingRelations(database.Main), time);
        var scheduler = new RunScheduler(graph, database.Threads, options.FailFast, progress, cancel);
        RunHooks.Run(project, invocation, database, "on-run-start");
        var results = scheduler.Run((thread, node) => executor.Execute(database.OfThread(thread), node), progressFile.Add);
        if (!scheduler.IsStopped)
            RunHooks.Run(project, invocation, database, "on-run-end");

        var summary = new RunSummary(id, startedAt, watch.Elapsed, results, options) { IsStopped = scheduler.IsStopped };
        RunResultsArtifact.Write(folder.RunResults, project, summary);
        log.Complete(summary, database.Main);
        return summary;
    }

    private static HashSet<ResourceType> Types(ModelRunOptions options)
    {
        var ofCommand = TypesOf.GetValueOrDefault(options.Command) ?? throw new WorkbookException($"There is no command '{options.Command}'; there is {string.Join(", ", TypesOf.Keys)}.");
        if (options.ResourceTypes.Count == 0)
            return [.. ofCommand];
        return [.. ofCommand.Where(type => options.ResourceTypes.Contains(NodeFacts.TypeName(type)))];
    }

    private static EarlierState? StateOf(ModelRunOptions options) => options.State is { } folder ? EarlierState.Read(folder) : null;

    /// <summary>Before any node, so that two of them don't make the same one at once.</summary>
    private static void CreateSchemas(RunDatabase database, IReadOnlyList<DbtResource> nodes)
    {
        foreach (var schema in nodes.OfType<SqlNode>().Select(node => node.Relation?.SchemaSql).Distinct().OfType<string>())
            Database.SqlExtensions.Execute(database.Main, $"CREATE SCHEMA IF NOT EXISTS {schema}");
    }
}
