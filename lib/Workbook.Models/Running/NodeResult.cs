using Workbook.Models.Project;

namespace Workbook.Models.Running;

public enum NodeStatus
{
    Success,
    Error,
    Skipped,
    Pass,
    Fail,
    Warn,

    /// <summary>Nothing to do, as nothing that it reads has changed.</summary>
    Reused,
}

/// <param name="Message">One line or several; of an error, what happened and where.</param>
/// <param name="Failures">Of a test: the rows that failed.</param>
/// <param name="Rows">Written, where that is counted.</param>
public sealed record NodeResult(DbtResource Node, NodeStatus Status, string Message, long? Failures, long? Rows, TimeSpan Elapsed)
{
    public string? CompiledSql { get; init; }

    /// <summary>UTC.</summary>
    public DateTime StartedAt { get; init; }

    public TimeSpan CompileTime { get; init; }

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
    public bool IsStopped { get; init; }

    public bool IsSuccess => !IsStopped && Results.All(result => result.Status is not (NodeStatus.Error or NodeStatus.Fail))
        && !(Options.WarnError && Results.Any(result => result.Status == NodeStatus.Warn));

    public int Count(params ReadOnlySpan<NodeStatus> statuses)
    {
        var count = 0;
        foreach (var result in Results)
            if (statuses.Contains(result.Status))
                count++;
        return count;
    }
}
