using Workbook.Bronze;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Models.Site;
using Workbook.Operations.Monitoring;
using Workbook.Operations.Orchestration;

namespace Workbook.Operations.Lakehouse;

/// <summary>How each kind of step is done; a front end puts its progress around them.</summary>
public record PipelineSteps
{
    /// <summary>Loads the raw files into bronze.</summary>
    public Func<IngestionOptions, CancellationToken, IngestionSummary> Ingest { get; init; } = (options, cancel) =>
        BronzeIngestion.Run(options, cancel: cancel);

    /// <summary>Builds the named stage.</summary>
    public Func<ModelStages, string, CancellationToken, RunSummary> Build { get; init; } = (stages, stage, cancel) =>
        stages.Run(stage, progress: null, cancel);

    /// <summary>Told of what a user should know that is no fault.</summary>
    public IProgress<string>? Notes { get; init; }

    /// <summary>Told of what the monitors measured after the models.</summary>
    public IProgress<MonitorReport>? Monitored { get; init; }
}

/// <summary>
/// From raw files to a lakehouse, as a graph: ingest → gate → seeds → silver → snapshots → gold → monitor, and the
/// documentation on request. Sources are one task, as ingestion itself reads all of them in parallel and commits them under
/// one lock; the stages of the models take turns at the warehouse.
/// </summary>
public sealed class LakehousePipeline
{
    /// <summary>What has the one writer of <c>warehouse.duckdb</c>.</summary>
    private const string Warehouse = "warehouse";

    private readonly IReadOnlyList<MonitorDefinition> _monitors;
    private readonly PipelineSteps _steps;
    private readonly TimeProvider _time;
    private bool _cleared;

    /// <param name="raw">Where the sources are delivered.</param>
    /// <param name="monitors">Those of bronze that are P0 must not alert before models are built on it.</param>
    /// <param name="before">Tasks that bring the raw files; ingestion waits for them.</param>
    public LakehousePipeline(
        LakehouseProject project, string raw, LakeFolder lake, IReadOnlyList<MonitorDefinition> monitors, PipelineSteps? steps = null, IReadOnlyList<PipelineTask>? before = null, TimeProvider? time = null)
    {
        before ??= [];
        (Project, Raw, Lake, _monitors, _steps, _time) = (project, raw, lake, monitors, steps ?? new PipelineSteps(), time ?? TimeProvider.System);
        Models = new ModelStages(Lake, () => project.ModelsIn(Lake), _time);
        Graph = new TaskGraph(project.Name,
        [
            .. before,
            new PipelineTask("ingest", Ingest) { After = [.. before.Select(task => task.Name)], Uses = [Warehouse] },
            new PipelineTask("gate", Gate) { After = ["ingest"] },
            new PipelineTask("seeds", context => Build("seeds", context)) { After = ["gate"], Uses = [Warehouse] },
            new PipelineTask("silver", context => Build("silver", context)) { After = ["seeds"], Uses = [Warehouse] },
            new PipelineTask("snapshots", context => Build("snapshots", context)) { After = ["silver"], Uses = [Warehouse] },
            new PipelineTask("gold", context => Build("gold", context)) { After = ["silver", "snapshots"], Uses = [Warehouse] },
            new PipelineTask("monitor", Watch) { After = ["gate", "gold"], RunsAfterFailure = true },
            new PipelineTask("docs", Document) { After = ["gold", "monitor"], Uses = [Warehouse], OnRequest = true },
        ]);
    }

    /// <summary>Its sources are loaded, its models built, and its name is the pipeline's.</summary>
    public LakehouseProject Project { get; }

    /// <summary>Where the sources are delivered; the tasks before ingestion may make it.</summary>
    public string Raw { get; }

    /// <summary>Where everything goes: tables, warehouse, artifacts, and what the monitors measure.</summary>
    public LakeFolder Lake { get; }

    /// <summary>Takes out the rows of files that are gone from the raw folder; otherwise they stay, and a notice says so.</summary>
    public bool Prune { get; init; }

    /// <summary>What the project's sources are loaded with.</summary>
    public IngestionOptions Ingestion => new() { Raw = Raw, Lake = Lake.Path, Sources = Project.Sources, Prune = Prune, Time = _time };

    /// <summary>To be run by <see cref="PipelineRunner"/>, once: this pipeline keeps what that run did.</summary>
    public TaskGraph Graph { get; }

    /// <summary>With what this run has built so far.</summary>
    public ModelStages Models { get; }

    /// <summary>What this run loaded; null where it did not.</summary>
    public IngestionSummary? Ingested { get; private set; }

    /// <summary>What this run measured; null where it did not.</summary>
    public MonitorReport? Measured { get; private set; }

    /// <summary>The newest load of all sources; null where there is none.</summary>
    public DateTime? Watermark()
    {
        var tables = Project.Sources.Select(source => Lake.BronzeParquet(source.Name)).Where(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any()).ToList();
        if (tables.Count == 0)
            return null;
        using var connection = WorkbookDatabase.Open();
        var loads = tables.Select(folder => $"SELECT max(ingestion_ts) AS loaded_at FROM read_parquet({LakePath.Below(folder)})");
        return connection.Scalar<DateTime?>($"SELECT max(loaded_at)::TIMESTAMP FROM ({string.Join(" UNION ALL ", loads)})") is { } newest ? DateTime.SpecifyKind(newest, DateTimeKind.Utc) : null;
    }

    private TaskOutcome Ingest(TaskContext context)
    {
        var summary = Ingested = _steps.Ingest(Ingestion, context.Cancellation);
        var figures = new TaskFigures
        {
            RowsExtracted = summary.Sources.Sum(source => source.RowsRead),
            RowsLoaded = summary.Sources.Sum(source => source.RowsAccepted),
            RowsRejected = summary.Sources.Sum(source => source.RowsRejected),
        };
        var outcome = summary.IsComplete ? TaskOutcome.Done : TaskOutcome.Incomplete(string.Join(" ", summary.Faults));
        return outcome with { Figures = figures };
    }

    /// <summary>Only what stops a run is looked at here, and recorded if it does; <see cref="Watch"/> records all.</summary>
    private TaskOutcome Gate(TaskContext context)
    {
        var report = LakeMonitor.Evaluate(Lake, [.. _monitors.Where(monitor => monitor is { Layer: "bronze", Severity: Severity.P0 })], new MonitorOptions { Record = false, RunId = context.RunId, Time = _time }, context.Cancellation);
        var stopping = report.Blocking.ToList();
        return stopping.Count == 0 ? TaskOutcome.Done : TaskOutcome.Failed($"Bronze isn't fit to build on: {string.Join("; ", MonitorAlerts.Of(report).Where(alert => alert.Severity == Severity.P0).Select(alert => $"{alert.Title}, {alert.Text}"))}. See 'workbook monitor --topic {stopping[0].Monitor.Topic}', mend the deliveries, and run this again.");
    }

    private TaskOutcome Build(string stage, TaskContext context)
    {
        if (!_cleared && AnotherWorld.HasArrived(Project, Lake))
        {
            if (stage != ModelStages.Names[0])
                return TaskOutcome.Failed($"bronze has hardly any of silver's rows: it is another world's, so that all models must be built anew. Begin with '{ModelStages.Names[0]}' (--from {ModelStages.Names[0]}).");
            _steps.Notes?.Report("     bronze has hardly any of silver's rows: it is another world's, and all models are built anew");
            AnotherWorld.DropModels(Lake);
        }

        _cleared = true;
        var summary = _steps.Build(Models, stage, context.Cancellation);
        if (summary.IsStopped)
            throw new OperationCanceledException(context.Cancellation);
        var checks = summary.Results.Where(result => result.Node.Type is ResourceType.Test or ResourceType.UnitTest && result.Status != NodeStatus.Skipped).ToList();
        var failed = summary.Results.Where(result => result.Status is NodeStatus.Error or NodeStatus.Fail).ToList();
        var skipped = summary.Count(NodeStatus.Skipped);
        var outcome = failed.Count > 0 ? TaskOutcome.Incomplete(Invariant($"{failed.Count:N0} of {summary.Results.Count:N0} nodes failed, the first {failed[0].Node.Name}: {failed[0].Message.Split('\n')[0]}"))
            : skipped > 0 ? TaskOutcome.Incomplete(Invariant($"{skipped:N0} of {summary.Results.Count:N0} nodes were left out, as what they read failed."))
            : TaskOutcome.Done;
        return outcome with
        {
            Figures = new TaskFigures
            {
                RowsTransformed = RunFigures.RowsLoaded(summary),
                ChecksPassed = checks.Count(check => check.Status is NodeStatus.Pass or NodeStatus.Reused),
                ChecksFailed = checks.Count(check => check.Status is not (NodeStatus.Pass or NodeStatus.Reused)),
            },
        };
    }

    private TaskOutcome Watch(TaskContext context)
    {
        Measured = LakeMonitor.Evaluate(Lake, _monitors, new MonitorOptions { RunId = context.RunId, Time = _time }, context.Cancellation);
        _steps.Monitored?.Report(Measured);
        var stopping = Measured.Blocking.ToList();
        return stopping.Count == 0 ? TaskOutcome.Done : TaskOutcome.Failed($"What must never be wrong is: {string.Join(", ", stopping.Select(result => result.Monitor.Name))}. See 'workbook monitor'.");
    }

    private TaskOutcome Document(TaskContext context)
    {
        ProjectDocumentation.Write(Models.Project(), Lake.Artifacts, _time);
        return TaskOutcome.Done;
    }
}
