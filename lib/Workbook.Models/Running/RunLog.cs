using DuckDB.NET.Data;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>A run in one line of the run log. What isn't known, or doesn't apply to the command, is null, never 0.</summary>
public sealed record RunLogEntry
{
    /// <summary>The project's name.</summary>
    public required string PipelineName { get; init; }

    /// <summary>A retry has the id of the run that it takes up.</summary>
    public required string RunId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>UTC; of a run that was killed, the last sign of it.</summary>
    public required DateTime CompletedAt { get; init; }

    /// <summary>success, warning, failed or stopped.</summary>
    public required string Status { get; init; }

    /// <summary>The command: build, run, test, …</summary>
    public required string Stage { get; init; }

    /// <summary>Read from raw files. A pipeline's; a run of models has none.</summary>
    public long? RowsExtracted { get; init; }

    /// <summary>Written by models, as a pipeline counts them; a run of models has them in <see cref="RowsLoaded"/>.</summary>
    public long? RowsTransformed { get; init; }

    /// <summary>Written to tables, incremental models, seeds and snapshots.</summary>
    public long? RowsLoaded { get; init; }

    /// <summary>Rows of raw files that were not taken. A pipeline's; a run of models has none.</summary>
    public long? RowsRejected { get; init; }

    /// <summary>Data tests and unit tests, those that were reused among them.</summary>
    public long? QualityChecksPassed { get; init; }

    /// <summary>Those that only warn, or could not be made, among them.</summary>
    public long? QualityChecksFailed { get; init; }

    /// <summary>By the clock on the wall, to the microsecond.</summary>
    public double DurationSeconds { get; init; }

    /// <summary>The first fault, one line, and how many more there were; null for a run without.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What the run before had come to; UTC.</summary>
    public DateTime? WatermarkBefore { get; init; }

    /// <summary>The newest loaded-at value of all sources that name one; as before where nothing was built.</summary>
    public DateTime? WatermarkAfter { get; init; }
}

/// <summary>One JSON line for each run of a target folder, whatever came of it: what monitoring reads.</summary>
public sealed class RunLog
{
    /// <summary>In a target folder, and for a pipeline's runs in the lake.</summary>
    public const string FileName = "run_log.jsonl";

    private readonly ModelProject _project;
    private readonly ModelRunOptions _options;
    private readonly string _runId;
    private readonly TimeProvider _time;
    private readonly string _folder;
    private readonly DateTime _startedAt;
    private readonly long _startedTicks;

    private RunLog(ModelProject project, ModelRunOptions options, string runId, TimeProvider time)
    {
        (_project, _options, _runId, _time) = (project, options, runId, time);
        _folder = Path.GetFullPath(options.TargetPath ?? project.Root.TargetPath, project.Root.Folder);
        (_startedAt, _startedTicks) = (time.GetUtcNow().UtcDateTime, time.GetTimestamp());
    }

    /// <summary>All runs of a target folder, oldest first; none where there is no log. Lines that a kill cut short are left out.</summary>
    public static IReadOnlyList<RunLogEntry> Read(string folder) => JsonLines.Read<RunLogEntry>(Path.Combine(folder, FileName));

    /// <summary>Runs, and sees to it that a run which can't even begin has its line, too.</summary>
    internal static RunSummary Around(ModelProject project, ModelRunOptions options, string runId, TimeProvider time, Func<RunLog, RunSummary> run)
    {
        var log = new RunLog(project, options, runId, time);
        try
        {
            return run(log);
        }
        catch (Exception fault)
        {
            log.Fail(fault);
            throw;
        }
    }

    /// <summary>
    /// A run that was killed could not write its own line; the next one does. To be called once the database is open, which
    /// shows that nobody else is at work on it, and before the progress of this run takes the place of the last one's.
    /// </summary>
    internal void CloseKilled(RunFolder folder)
    {
        if (_project.Profile.Path is null || RunProgress.Read(folder) is not { } earlier || Read(_folder).Any(entry => entry.RunId == earlier.InvocationId))
            return;
        var lastSign = File.GetLastWriteTimeUtc(folder.Progress);
        var checks = earlier.Done.Where(node => IsCheck(node.Key) && node.Value != NodeStatus.Skipped).Select(node => node.Value).ToList();
        var passed = checks.Count(status => status is NodeStatus.Pass or NodeStatus.Reused);
        var watermark = LastWatermark();
        Append(new RunLogEntry
        {
            PipelineName = _project.Root.Name,
            RunId = earlier.InvocationId,
            StartedAt = earlier.StartedAt.ToUniversalTime(),
            CompletedAt = lastSign,
            Status = "failed",
            Stage = earlier.Options.Command,
            QualityChecksPassed = checks.Count == 0 ? null : passed,
            QualityChecksFailed = checks.Count == 0 ? null : checks.Count - passed,
            DurationSeconds = Math.Max(0, Math.Round((lastSign - earlier.StartedAt.ToUniversalTime()).TotalSeconds, 6)),
            ErrorMessage = $"It was killed, or the machine stopped, after {earlier.Done.Count} of {earlier.Nodes.Count} nodes. Written by the run after it.",
            WatermarkBefore = watermark,
            WatermarkAfter = watermark,
        });

        static bool IsCheck(string id) => id.StartsWith("test.", StringComparison.Ordinal) || id.StartsWith("unit_test.", StringComparison.Ordinal);
    }

    /// <summary>To be called while the database is still open.</summary>
    internal void Complete(RunSummary summary, DuckDBConnection connection)
    {
        NodeLog.Append(_folder, summary);
        var before = LastWatermark();
        var built = summary.Results.Any(result => result is { Node.Type: ResourceType.Model, Status: NodeStatus.Success });
        var checks = summary.Results.Where(result => result.Node.Type is ResourceType.Test or ResourceType.UnitTest && result.Status != NodeStatus.Skipped).ToList();
        var passed = checks.Count(check => check.Status is NodeStatus.Pass or NodeStatus.Reused);
        Append(Entry(RunFigures.StatusOf(summary)) with
        {
            RowsLoaded = RunFigures.RowsLoaded(summary),
            QualityChecksPassed = checks.Count == 0 ? null : passed,
            QualityChecksFailed = checks.Count == 0 ? null : checks.Count - passed,
            ErrorMessage = RunFigures.ErrorOf(summary),
            WatermarkBefore = before,
            WatermarkAfter = built && _options.Command != "compile" ? RunFigures.NewestLoad(_project, connection) ?? before : before,
        });
    }

    private void Fail(Exception fault)
    {
        var before = LastWatermark();
        try
        {
            Append(Entry(fault is OperationCanceledException ? "stopped" : "failed") with { ErrorMessage = fault.Message, WatermarkBefore = before, WatermarkAfter = before });
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            // What made the run fail is what the user must hear of.
        }
    }

    private RunLogEntry Entry(string status) => new()
    {
        PipelineName = _project.Root.Name,
        RunId = _runId,
        StartedAt = _startedAt,
        CompletedAt = _time.GetUtcNow().UtcDateTime,
        Status = status,
        Stage = _options.Command,
        DurationSeconds = Math.Round(_time.GetElapsedTime(_startedTicks).TotalSeconds, 6),
    };

    private void Append(RunLogEntry entry) => JsonLines.Append(Path.Combine(_folder, FileName), [entry]);

    private DateTime? LastWatermark() => Read(_folder).LastOrDefault(entry => entry.PipelineName == _project.Root.Name)?.WatermarkAfter;
}
