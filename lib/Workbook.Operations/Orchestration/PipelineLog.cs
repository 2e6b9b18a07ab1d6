using Workbook.Lake;
using Workbook.Models.Running;

namespace Workbook.Operations.Orchestration;

/// <summary>
/// The structured log of a lake's pipeline, <c>_runs/run_log.jsonl</c>: for each run a line of the stage
/// <see cref="WholeRun"/>, and before it one for each task that it worked on.
/// </summary>
public static class PipelineLog
{
    /// <summary>The stage of the line that tells of the run as a whole; a task's line has its name there.</summary>
    public const string WholeRun = "pipeline";

    /// <summary>Oldest first; none where there is no log.</summary>
    public static IReadOnlyList<RunLogEntry> Read(LakeFolder lake) => JsonLines.Read<RunLogEntry>(FileOf(lake));

    internal static string FileOf(LakeFolder lake) => Path.Combine(lake.Runs, RunLog.FileName);

    internal static void Append(LakeFolder lake, PipelineRun run, DateTime begunAt, DateTime now, DateTime? before, DateTime? after)
    {
        var worked = run.Tasks.Where(task => !task.IsFromEarlierAttempt && task.Attempts > 0).ToList();
        var failed = run.Tasks.Where(task => task.Verdict is not (TaskVerdict.Succeeded or TaskVerdict.Blocked or TaskVerdict.Stopped)).ToList();
        var whole = new RunLogEntry
        {
            PipelineName = run.Pipeline,
            RunId = run.RunId,
            StartedAt = begunAt,
            CompletedAt = now,
            Status = StatusOf(run),
            Stage = WholeRun,
            RowsExtracted = Sum(worked, figures => figures.RowsExtracted),
            RowsTransformed = Sum(worked, figures => figures.RowsTransformed),
            RowsLoaded = Sum(worked, figures => figures.RowsLoaded),
            RowsRejected = Sum(worked, figures => figures.RowsRejected),
            QualityChecksPassed = Sum(worked, figures => figures.ChecksPassed),
            QualityChecksFailed = Sum(worked, figures => figures.ChecksFailed),
            DurationSeconds = run.Seconds,
            ErrorMessage = failed.Count > 0 ? $"{failed[0].Task}: {FirstLine(failed[0].Message)}{(failed.Count > 1 ? $" ({failed.Count - 1} more failed.)" : "")}" : run.IsStopped ? "It was stopped." : null,
            WatermarkBefore = before,
            WatermarkAfter = after,
        };
        JsonLines.Append(FileOf(lake), [.. worked.Select(task => Entry(run, task)), whole]);
    }

    /// <summary>A run that was killed could not write its own line.</summary>
    internal static void CloseKilled(LakeFolder lake, EarlierPipelineRun killed) => JsonLines.Append(FileOf(lake),
    [
        new RunLogEntry
        {
            PipelineName = killed.Pipeline,
            RunId = killed.RunId,
            StartedAt = killed.LastBegunAt,
            CompletedAt = killed.LastSignAt,
            Status = "failed",
            Stage = WholeRun,
            DurationSeconds = Math.Round((killed.LastSignAt - killed.LastBegunAt).TotalSeconds, 6),
            ErrorMessage = $"It was killed, or the machine stopped, {(killed.Running.Count > 0 ? $"during {string.Join(", ", killed.Running)}" : "between two tasks")}. Written by the run after it.",
        },
    ]);

    internal static string StatusOf(PipelineRun run) => run.IsStopped ? "stopped" : run.IsSuccess ? "success" : "failed";

    private static RunLogEntry Entry(PipelineRun run, TaskRun task) => new()
    {
        PipelineName = run.Pipeline,
        RunId = run.RunId,
        StartedAt = task.StartedAt,
        CompletedAt = task.StartedAt.AddSeconds(task.Seconds),
        Status = task.Verdict switch { TaskVerdict.Succeeded => "success", TaskVerdict.Stopped => "stopped", _ => "failed" },
        Stage = task.Task,
        RowsExtracted = task.Figures?.RowsExtracted,
        RowsTransformed = task.Figures?.RowsTransformed,
        RowsLoaded = task.Figures?.RowsLoaded,
        RowsRejected = task.Figures?.RowsRejected,
        QualityChecksPassed = task.Figures?.ChecksPassed,
        QualityChecksFailed = task.Figures?.ChecksFailed,
        DurationSeconds = task.Seconds,
        ErrorMessage = task.Message is { } message ? FirstLine(message) : null,
    };

    /// <summary>Null where no task counted any.</summary>
    private static long? Sum(IReadOnlyList<TaskRun> tasks, Func<TaskFigures, long?> figure)
    {
        var counts = tasks.Select(task => task.Figures is { } figures ? figure(figures) : null).OfType<long>().ToList();
        return counts.Count == 0 ? null : counts.Sum();
    }

    private static string FirstLine(string? message) => (message ?? "").Split('\n')[0].TrimEnd('\r');
}
