namespace Workbook.Operations.Orchestration;

/// <summary>A step of a pipeline. Its work must be fit to be done again: it is after a fault, a kill or on request.</summary>
/// <param name="Work">Called on a thread of its own. A fault that it throws is tried again; a failure that it returns is not.</param>
public sealed record PipelineTask(string Name, Func<TaskContext, TaskOutcome> Work)
{
    /// <summary>The tasks that it waits for.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>What only one task at a time may use, such as a database file with one writer.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Runs once those it waits for have ended, whatever came of them: for what looks after the rest.</summary>
    public bool RunsAfterFailure { get; init; }

    /// <summary>Left out unless a selection asks for it.</summary>
    public bool OnRequest { get; init; }

    /// <summary>How often it is tried again; the run's own number by default.</summary>
    public int? Retries { get; init; }

    /// <summary>For one attempt; the run's own by default.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <param name="Attempt">From 1.</param>
/// <param name="Cancellation">Asks the work to end: the run was stopped, or the task's time is over.</param>
public sealed record TaskContext(string RunId, int Attempt, CancellationToken Cancellation);

/// <summary>Rows as the run log names them; null where it doesn't apply.</summary>
public sealed record TaskFigures
{
    /// <summary>Read from the sources.</summary>
    public long? RowsExtracted { get; init; }

    /// <summary>Written by models, seeds and snapshots.</summary>
    public long? RowsTransformed { get; init; }

    /// <summary>Accepted into bronze.</summary>
    public long? RowsLoaded { get; init; }

    /// <summary>Kept among the rejects, with a reason.</summary>
    public long? RowsRejected { get; init; }

    /// <summary>Models' tests that passed, now or, where nothing changed since, before.</summary>
    public long? ChecksPassed { get; init; }

    /// <summary>Models' tests that failed, only warned or could not be made; those left out count nowhere.</summary>
    public long? ChecksFailed { get; init; }
}

/// <summary>How a task's work ended.</summary>
public sealed record TaskOutcome
{
    private TaskOutcome(TaskVerdict verdict, string? message) => (Verdict, Message) = (verdict, message);

    /// <summary>All was done. Figures are added with <c>with</c>.</summary>
    public static TaskOutcome Done { get; } = new(TaskVerdict.Succeeded, null);

    /// <summary>Succeeded, incomplete or failed; the other verdicts are the runner's to give.</summary>
    public TaskVerdict Verdict { get; }

    /// <summary>Why it isn't all done; null where it is.</summary>
    public string? Message { get; }

    /// <summary>Null where there was nothing to count.</summary>
    public TaskFigures? Figures { get; init; }

    /// <summary>Some of it could not be done. The run fails, yet the tasks after it go on with what there is.</summary>
    public static TaskOutcome Incomplete(string message) => new(TaskVerdict.Incomplete, message);

    /// <summary>A verdict rather than a fault: trying again would change nothing.</summary>
    public static TaskOutcome Failed(string message) => new(TaskVerdict.Failed, message);
}
