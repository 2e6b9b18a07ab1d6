using Workbook.Operations.Alerts;

namespace Workbook.Operations.Orchestration;

/// <summary>What a run has to tell.</summary>
public static class RunAlerts
{
    /// <summary>One for each task that failed by itself; what was blocked or stopped isn't its own fault.</summary>
    public static IReadOnlyList<Alert> Of(PipelineRun run) =>
    [
        .. run.Tasks.Where(task => task.Verdict is TaskVerdict.Failed or TaskVerdict.TimedOut or TaskVerdict.Incomplete).Select(task =>
            new Alert(Fingerprint(run, task), Severity.P1, $"{run.Pipeline}: task '{task.Task}' {(task.Verdict == TaskVerdict.TimedOut ? "took too long" : task.Verdict == TaskVerdict.Incomplete ? "was done in part" : "failed")}")
            {
                Text = task.Message?.Split('\n')[0].TrimEnd('\r'),
            }),
    ];

    /// <summary>Those that had their turn.</summary>
    public static IReadOnlySet<string> Evaluated(PipelineRun run) =>
        run.Tasks.Where(task => task is { Attempts: > 0, Verdict: not TaskVerdict.Stopped }).Select(task => Fingerprint(run, task)).ToHashSet(StringComparer.Ordinal);

    /// <summary>That it succeeded; none otherwise.</summary>
    public static IReadOnlyList<Alert> Success(PipelineRun run) => run.IsSuccess
        ? [new Alert($"run:{run.Pipeline}", Severity.P3, $"{run.Pipeline}: run {run.RunId} succeeded") { Text = Invariant($"{run.Tasks.Count(task => !task.IsFromEarlierAttempt)} tasks in {run.Seconds:0.0} s") }]
        : [];

    private static string Fingerprint(PipelineRun run, TaskRun task) => $"task:{run.Pipeline}.{task.Task}";
}
