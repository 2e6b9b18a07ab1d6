using System.Text.Json.Serialization;

namespace Workbook.Operations.Orchestration;

/// <summary>What came of a task.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskVerdict>))]
public enum TaskVerdict
{
    /// <summary>All of it was done.</summary>
    [JsonStringEnumMemberName("succeeded")] Succeeded,

    /// <summary>In part; the tasks after it went on.</summary>
    [JsonStringEnumMemberName("incomplete")] Incomplete,

    /// <summary>It threw at its last attempt, or said itself that it failed.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>Its last attempt took longer than it may; what it had committed stays.</summary>
    [JsonStringEnumMemberName("timed_out")] TimedOut,

    /// <summary>Not begun, as something that it waits for failed.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,

    /// <summary>Ended by whoever stopped the run.</summary>
    [JsonStringEnumMemberName("stopped")] Stopped,
}

/// <summary>What came of a task in a run.</summary>
/// <param name="Attempts">0 where it was blocked.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="Seconds">Of all attempts and the waits between them.</param>
public sealed record TaskRun(string Task, TaskVerdict Verdict, int Attempts, DateTime StartedAt, double Seconds)
{
    /// <summary>Why it did not succeed; null where it did.</summary>
    public string? Message { get; init; }

    /// <summary>Null where it counted nothing, or did not come to its end.</summary>
    public TaskFigures? Figures { get; init; }

    /// <summary>What the last attempt threw; not kept on disk.</summary>
    [JsonIgnore]
    public Exception? Fault { get; init; }

    /// <summary>Done by an earlier attempt at the same run, and not again.</summary>
    [JsonIgnore]
    public bool IsFromEarlierAttempt { get; init; }

    /// <summary>Whether the tasks after it may go on.</summary>
    [JsonIgnore]
    public bool AllowsDownstream => Verdict is TaskVerdict.Succeeded or TaskVerdict.Incomplete;
}

/// <param name="Tasks">In the order in which they ended; those that never had their turn are left out.</param>
public sealed record PipelineRun(string RunId, string Pipeline, DateTime StartedAt, double Seconds, IReadOnlyList<TaskRun> Tasks)
{
    /// <summary>Stopped before its end.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether it came to its end and each of its tasks succeeded; an incomplete one did not.</summary>
    public bool IsSuccess => !IsStopped && Tasks.All(task => task.Verdict == TaskVerdict.Succeeded);

    /// <summary>Null where there is no such task in the run, or it never had its turn.</summary>
    public TaskRun? Task(string name) => Tasks.FirstOrDefault(task => task.Task == name);
}
