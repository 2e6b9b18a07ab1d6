namespace Workbook.Models.Running;

/// <summary>What came of one node in one run.</summary>
public sealed record NodeLogEntry
{
    /// <c>invocation_id</c> of <c>run_results.json</c>; the run log has the same.
    public required string RunId { get; init; }

    /// <summary>dbt's <c>unique_id</c>.</summary>
    public required string UniqueId { get; init; }

    /// <summary>As dbt's artifacts spell it.</summary>
    public required string Status { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <c>execution_time</c> of <c>run_results.json</c>, further tries included.
    public required double Seconds { get; init; }

    /// <summary>Written; null where nothing counts them, as for a view or a test.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows that a test found; null for what is no test, and for a test that could not be made.</summary>
    public long? Failures { get; init; }
}

/// <summary>
/// One JSON line for each node that a run really worked on: <c>run_results.json</c> tells of the last run alone, and a test
/// run takes the place of the build. What was reused or skipped has no line.
/// </summary>
public static class NodeLog
{
    /// <summary>In the target folder.</summary>
    public const string FileName = "node_log.jsonl";

    /// <summary>Oldest first; none where there is no log.</summary>
    public static IReadOnlyList<NodeLogEntry> Read(string folder) => JsonLines.Read<NodeLogEntry>(Path.Combine(folder, FileName));

    internal static void Append(string folder, RunSummary summary)
    {
        if (summary.Options.Command == "compile")
            return;
        JsonLines.Append(Path.Combine(folder, FileName), summary.Results.Where(result => result.Status is not (NodeStatus.Reused or NodeStatus.Skipped)).Select(result => new NodeLogEntry
        {
            RunId = summary.InvocationId,
            UniqueId = result.Node.UniqueId,
            Status = result.StatusName,
            StartedAt = result.StartedAt,
            Seconds = Math.Round(result.Elapsed.TotalSeconds, 6),
            Rows = result.Rows,
            Failures = result.Failures,
        }));
    }
}
