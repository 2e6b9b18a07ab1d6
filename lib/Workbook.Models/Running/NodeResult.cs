using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>What came of a node; but for <see cref="Reused"/>, <c>status</c> of <c>run_results.json</c>.</summary>
public enum NodeStatus
{
    /// <summary>A model, seed or snapshot was built.</summary>
    Success,

    /// <summary>It could not be built, or a test not made.</summary>
    Error,

    /// <summary>Something that it waits for failed or was skipped.</summary>
    Skipped,

    /// <summary>A test found nothing amiss.</summary>
    Pass,

    /// <summary>A test found rows that should not be there, or others than expected.</summary>
    Fail,

    /// <summary>As <see cref="Fail"/>, for a test whose severity or thresholds only warn.</summary>
    Warn,

    /// <summary>Nothing to do, as nothing that it reads has changed.</summary>
    Reused,
}

/// <param name="Message">One line or several; of an error, what happened and where.</param>
/// <param name="Failures">Of a test: the rows that failed.</param>
/// <param name="Rows">Written, where that is counted.</param>
public sealed record NodeResult(DbtResource Node, NodeStatus Status, string Message, long? Failures, long? Rows, TimeSpan Elapsed)
{
    /// <c>compiled_code</c> of <c>run_results.json</c>; of a unit test its model's, null where it never came to that.
    public string? CompiledSql { get; init; }

    /// <summary>UTC.</summary>
    public DateTime StartedAt { get; init; }

    /// <c>timing</c> of <c>run_results.json</c>, compile: the part of the elapsed time before anything was built.
    public TimeSpan CompileTime { get; init; }

    /// <c>thread_id</c> of <c>run_results.json</c>, counted from <c>Thread-1</c>.
    public string Thread { get; init; } = "Thread-1";

    /// <summary>What failed or was skipped keeps its children from running.</summary>
    public bool IsFailure => Status is NodeStatus.Error or NodeStatus.Fail or NodeStatus.Skipped;

    /// <summary>As dbt's artifacts spell it.</summary>
    public string StatusName => Status switch
    {
        NodeStatus.Reused => Node.Type is ResourceType.Test or ResourceType.UnitTest ? "pass" : "reused",
        _ => Status.ToString().ToLowerInvariant(),
    };
}

/// <param name="Results">In the order in which they ended.</param>
public sealed record RunSummary(string InvocationId, DateTime StartedAt, TimeSpan Elapsed, IReadOnlyList<NodeResult> Results, ModelRunOptions Options)
{
    /// <summary>It was cancelled, or failed and was to stop at that: nodes may have no result.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Nothing failed, it ran to its end, and nothing warned if a warning is to fail it.</summary>
    public bool IsSuccess => !IsStopped && Results.All(result => result.Status is not (NodeStatus.Error or NodeStatus.Fail))
        && !(Options.WarnError && Results.Any(result => result.Status == NodeStatus.Warn));

    /// <summary>How many results have one of these.</summary>
    public int Count(params ReadOnlySpan<NodeStatus> statuses)
    {
        var count = 0;
        foreach (var result in Results)
            if (statuses.Contains(result.Status))
                count++;
        return count;
    }
}
