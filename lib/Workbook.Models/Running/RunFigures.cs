using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>What the run log says of a run, beside its times.</summary>
public static class RunFigures
{
    private static readonly string[] LoadingCommands = ["build", "run", "seed", "snapshot"];

    /// <summary>failed, stopped, warning or success, the first that applies; a warning that is to fail the run is failed.</summary>
    public static string StatusOf(RunSummary summary) =>
        summary.Count(NodeStatus.Error, NodeStatus.Fail) > 0 ? "failed"
        : summary.IsStopped ? "stopped"
        : summary.Count(NodeStatus.Warn) > 0 ? summary.Options.WarnError ? "failed" : "warning"
        : "success";

    /// <summary>Null for commands that load nothing, and where something that was loaded was not counted.</summary>
    public static long? RowsLoaded(RunSummary summary)
    {
        if (!LoadingCommands.Contains(summary.Options.Command))
            return null;
        var written = summary.Results.Where(result => result.Status == NodeStatus.Success && result.Node is SqlNode node && HoldsRows(node)).Select(result => result.Rows).ToList();
        return written.Contains(null) ? null : written.Sum();
    }

    /// <summary>What went wrong first, and how much more did.</summary>
    public static string? ErrorOf(RunSummary summary)
    {
        var faults = summary.Results.Where(result => result.Status is NodeStatus.Error or NodeStatus.Fail || result.Status == NodeStatus.Warn && summary.Options.WarnError).ToList();
        if (faults.Count == 0)
            return summary.IsStopped ? $"Stopped after {summary.Results.Count} of its nodes." : null;
        var more = faults.Count > 1 ? $" ({faults.Count - 1} more failed.)" : "";
        return $"{faults[0].Node.UniqueId}: {faults[0].Message.Split('\n')[0].TrimEnd('\r')}{more}";
    }

    /// <summary>Null where no source names its loaded-at column, or none has rows.</summary>
    public static DateTime? NewestLoad(ModelProject project, DuckDBConnection connection) =>
        project.Sources.Values.Where(source => source.LoadedAtField is not null).Select(source => NewestLoad(source, connection)).Max();

    private static DateTime? NewestLoad(SourceTable source, DuckDBConnection connection)
    {
        try
        {
            return connection.Scalar<DateTime?>($"SELECT CAST(max({source.LoadedAtField}) AS TIMESTAMP) FROM {source.Sql}") is { } newest
                ? DateTime.SpecifyKind(newest, DateTimeKind.Utc)
                : null;
        }
        catch (DuckDBException)
        {
            // A source that isn't there is for freshness to complain of.
            return null;
        }
    }

    private static bool HoldsRows(SqlNode node) => node.Type is ResourceType.Seed or ResourceType.Snapshot || node.Config.Materialized is "table" or "incremental" or "external";
}
