using DuckDB.NET.Data;
using Workbook.Bronze;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Operations.Monitoring;

/// <summary>How to measure a lake.</summary>
public sealed record MonitorOptions
{
    /// <summary>The run that it belongs to, if any.</summary>
    public string? RunId { get; init; }

    /// <summary>Adds the results to the history.</summary>
    public bool Record { get; init; } = true;

    /// <summary>What <c>$now</c> is in the monitors' SQL, and the clock of the history.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <param name="EvaluatedAt">UTC.</param>
/// <param name="Results">In the order of the definitions.</param>
public sealed record MonitorReport(DateTime EvaluatedAt, string? RunId, IReadOnlyList<MonitorResult> Results)
{
    /// <summary>How many monitors have that status.</summary>
    public int Count(MonitorStatus status) => Results.Count(result => result.Status == status);

    /// <summary>Whether any monitor alerts, however severe.</summary>
    public bool HasAlert => Results.Any(result => result.Status == MonitorStatus.Alert);

    /// <summary>What must stop the pipeline.</summary>
    public IEnumerable<MonitorResult> Blocking => Results.Where(result => result.Severity == Severity.P0);
}

/// <summary>
/// Measures a lake and keeps what was measured. Only files are read, never the warehouse: models may be at work there. The
/// history is a Delta table, so that any number may read it while it is written, and <c>workbook sql</c> shows it as
/// <c>monitor.results</c>.
/// </summary>
public static class LakeMonitor
{
    /// <exception cref="WorkbookException">There is no lake.</exception>
    public static MonitorReport Evaluate(LakeFolder lake, IReadOnlyList<MonitorDefinition> monitors, MonitorOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new MonitorOptions();
        var now = options.Time.GetUtcNow().UtcDateTime;
        using var connection = LakeConnection.Open(lake.Path, new LakeConnectionOptions { Warehouse = false, AllowEmpty = true });
        CreateEmptyRejects(connection.Connection, monitors);
        var tables = connection.Connection.Query("SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var results = new List<MonitorResult>();
        foreach (var monitor in monitors)
        {
            cancel.ThrowIfCancellationRequested();
            results.Add(Measure(connection.Connection, monitor, tables, now));
        }

        var report = new MonitorReport(now, options.RunId, results);
        if (options.Record)
            MonitorHistory.Append(lake, report, connection.Connection, options.Time);
        return report;
    }

    /// <summary>A source without rejects has no files of them, and 0 to count all the same.</summary>
    private static void CreateEmptyRejects(DuckDBConnection connection, IEnumerable<MonitorDefinition> monitors)
    {
        connection.Execute($"CREATE SCHEMA IF NOT EXISTS rejects; CREATE TEMP TABLE no_rejects ({RejectStore.Columns})");
        foreach (var source in monitors.SelectMany(monitor => monitor.Needs).Where(need => need.StartsWith("bronze.", StringComparison.Ordinal)).Select(need => need["bronze.".Length..]).Distinct())
            connection.Execute($"CREATE VIEW IF NOT EXISTS rejects.{Sql.Identifier(source)} AS FROM no_rejects");
    }

    private static MonitorResult Measure(DuckDBConnection connection, MonitorDefinition monitor, HashSet<string> tables, DateTime now)
    {
        var missing = monitor.Needs.Where(need => Path.IsPathRooted(need) ? !File.Exists(need) : !tables.Contains(need)).ToList();
        if (missing.Count > 0)
            return new MonitorResult(monitor, monitor.MissingIsAlert ? MonitorStatus.Alert : MonitorStatus.NotMeasured, monitor.MissingIsAlert ? 0 : null, null, null, $"{string.Join(", ", missing)} isn't there");
        try
        {
            var rows = connection.Query(
                monitor.Measure.Replace("$now", $"TIMESTAMPTZ {Sql.Literal(Invariant($"{now:yyyy-MM-dd HH:mm:ss.ffffff}+00"))}"),
                row => (Value: row.Get<double?>(0), Offending: row.Get<long?>(1), Total: row.Get<long?>(2), Note: row.Get<string?>(3)));
            return rows is [{ Value: { } value } only]
                ? new MonitorResult(monitor, monitor.Threshold.Judge(value), value, only.Offending, only.Total, only.Note)
                : new MonitorResult(monitor, MonitorStatus.NotMeasured, null, null, null, "there is nothing to measure yet");
        }
        catch (DuckDBException fault)
        {
            return new MonitorResult(monitor, MonitorStatus.NotMeasured, null, null, null, $"it could not be measured: {fault.Message.Split('\n')[0]}");
        }
    }
}
