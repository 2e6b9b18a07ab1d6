namespace Workbook.Operations.Orchestration;

/// <summary>What happens in a run of a pipeline. Reported by the threads that do it; of several tasks maybe at once.</summary>
public abstract record PipelineProgress
{
    private PipelineProgress() { }

    /// <summary>Another run has the lake; this one waits for it.</summary>
    public sealed record Waiting(string Message) : PipelineProgress;

    /// <summary>An attempt at a task begins.</summary>
    /// <param name="Attempt">From 1.</param>
    public sealed record Started(string Task, int Attempt) : PipelineProgress;

    /// <param name="Attempt">The one that failed, of <paramref name="Attempts"/>.</param>
    public sealed record Retrying(string Task, int Attempt, int Attempts, TimeSpan Wait, string Message) : PipelineProgress;

    /// <summary>One at a time.</summary>
    public sealed record Ended(TaskRun Run) : PipelineProgress;
}
