using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Operations.Monitoring;

/// <param name="Value">Null where it was not measured.</param>
public sealed record MonitorPoint(DateTime EvaluatedAt, double? Value, string Status);

/// <summary>What was measured, evaluation by evaluation: the Delta tables <c>results</c> and <c>schemas</c> below <c>lake/_monitor</c>.</summary>
public static class MonitorHistory
{
    /// <summary>Each evaluation is a small file; more than this are merged.</summary>
    private const int ManyFiles = 60;

    private const string ResultColumns = """
        run_id VARCHAR, evaluated_at TIMESTAMP, monitor VARCHAR, topic VARCHAR, layer VARCHAR, title VARCHAR, value DOUBLE, unit VARCHAR,
        warning DOUBLE, alert DOUBLE, higher_is_better BOOLEAN, status VARCHAR, severity VARCHAR, offending_rows BIGINT, total_rows BIGINT,
        note VARCHAR, offending_sql VARCHAR
        """;

    private const string SchemaColumns = "run_id VARCHAR, evaluated_at TIMESTAMP, source VARCHAR, column_hash VARCHAR, columns VARCHAR";

    /// <summary>The last so many values of each monitor, oldest first; none where nothing was ever recorded.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<MonitorPoint>> Trends(LakeFolder lake, int length)
    {
        var table = ResultsOf(lake);
        if (!DeltaTable.Exists(table))
            return new Dictionary<string, IReadOnlyList<MonitorPoint>>();
        using var connection = WorkbookDatabase.Open();
        return connection.Query($"""
                SELECT monitor, evaluated_at::TIMESTAMP, value, status FROM {DeltaTable.Open(table).Snapshot().ScanSql()}
                QUALIFY row_number() OVER (PARTITION BY monitor ORDER BY evaluated_at DESC) <= $1
                ORDER BY monitor, evaluated_at
                """,
                row => (Monitor: row.GetString(0), Point: new MonitorPoint(row.GetDateTime(1), row.Get<double?>(2), row.GetString(3))), length)
            .GroupBy(row => row.Monitor, StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => (IReadOnlyList<MonitorPoint>)[.. rows.Select(row => row.Point)], StringComparer.Ordinal);
    }

    /// <param name="views">Has the lake's tables as the report saw them.</param>
    internal static void Append(LakeFolder lake, MonitorReport report, DuckDBConnection views, TimeProvider time)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"CREATE TABLE results ({ResultColumns})");
        using (var rows = new CheckedAppender(connection, "results"))
        {
            foreach (var result in report.Results)
                rows.AddRow(
                    report.RunId, report.EvaluatedAt, result.Monitor.Name, result.Monitor.Topic, result.Monitor.Layer, result.Monitor.Title, result.Value, result.Monitor.Unit,
                    result.Monitor.Threshold.Warning, double.IsInfinity(result.Monitor.Threshold.Alert) ? null : result.Monitor.Threshold.Alert, result.Monitor.Threshold.HigherIsBetter,
                    Name(result.Status), result.Severity?.ToString(), result.Offending, result.Total, result.Note, result.Monitor.Offending);
            rows.Complete();
        }

        Append(connection, ResultsOf(lake), "FROM results", ResultColumns, time);
        // Else a change would be known before anyone had looked for it.
        if (report.Results.Any(result => result.Monitor.Topic == Monitors.SchemaChangeTopic))
            AppendSchemas(connection, lake, report, views, time);
    }

    /// <summary>As tables and messages spell it.</summary>
    public static string Name(MonitorStatus status) => status == MonitorStatus.NotMeasured ? "not measured" : status.ToString().ToUpperInvariant();

    private static string ResultsOf(LakeFolder lake) => Path.Combine(lake.Monitor, "results");

    private static void AppendSchemas(DuckDBConnection connection, LakeFolder lake, MonitorReport report, DuckDBConnection views, TimeProvider time)
    {
        var at = report.EvaluatedAt.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        connection.Execute($"CREATE TABLE schemas ({SchemaColumns})");
        var tables = views.Query("SELECT view_name FROM duckdb_views() WHERE schema_name = 'bronze' ORDER BY view_name", row => row.GetString(0));
        foreach (var table in tables)
            if (ColumnsOf(views, table) is var (hash, columns))
                connection.Execute("INSERT INTO schemas VALUES ($1, CAST($2 AS TIMESTAMP), $3, $4, $5)", report.RunId, at, table, hash, columns);

        if (connection.Scalar<long>("SELECT count(*) FROM schemas") > 0)
            Append(connection, Path.Combine(lake.Monitor, "schemas"), "FROM schemas", SchemaColumns, time);
    }

    /// <summary>Null where the table can't be read; its monitors have said so.</summary>
    private static (string Hash, string Columns)? ColumnsOf(DuckDBConnection views, string table)
    {
        try
        {
            return views.Query(Monitors.ColumnsSql($"bronze.{Sql.Identifier(table)}"), row => (row.GetString(0), row.GetString(1)))[0];
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private static void Append(DuckDBConnection connection, string folder, string rows, string columns, TimeProvider time)
    {
        var options = new DeltaOptions { Time = time };
        if (!DeltaTable.Exists(folder))
        {
            var schema = DeltaSchema.FromSql(columns.Split(',', StringSplitOptions.TrimEntries).Select(column => (column.Split(' ')[0], column.Split(' ')[1])));
            DeltaTable.Create(folder, schema, options: options);
        }

        var table = DeltaTable.Open(folder, options);
        table.Append(connection, rows);
        if (table.Snapshot().Files.Count > ManyFiles)
            table.Optimize(connection);
    }
}
