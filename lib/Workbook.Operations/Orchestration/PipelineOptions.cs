namespace Workbook.Operations.Orchestration;

/// <summary>How to run a pipeline.</summary>
public sealed record PipelineOptions
{
    /// <summary>All tasks but those on request by default.</summary>
    public TaskSelection Selection { get; init; } = new();

    /// <summary>For tasks that throw or take too long; by default none is tried again.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>
    /// For one attempt of a task; none by default. It asks the work to end, as nothing else can end a thread: a query that
    /// is at work runs to its end first.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Tasks at once.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Takes up the last run: what it had done is left out, unless something before it is done anew. Its selection and
    /// parameters hold, whatever is given here.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>What the run was asked for, kept with its state for whoever resumes it.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The newest load in the lake, for the run log; asked before and after.</summary>
    public Func<DateTime?>? Watermark { get; init; }

    /// <summary>How long to wait for another run on the same lake.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of the run, its waits and timeouts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
