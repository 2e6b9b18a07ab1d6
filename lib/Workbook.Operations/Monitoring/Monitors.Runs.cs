using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Running;
using Workbook.Operations.Orchestration;

namespace Workbook.Operations.Monitoring;

// How runs go, by their logs. The run that evaluates them isn't over, and so not among them.
public static partial class Monitors
{
    private const int RunsLookedAt = 20;

    /// <summary>The models' tests, and how often, how fast and at what cost a row runs succeed.</summary>
    public static IReadOnlyList<MonitorDefinition> Runs(LakeFolder lake)
    {
        var log = PipelineLog.FileOf(lake);
        var runs = $"""
            SELECT run_id, started_at, status, duration_seconds, rows_loaded, error_message
            FROM read_json({LakePath.File(log)}, format = 'newline_delimited', ignore_errors = true, columns = {"{"}run_id: 'VARCHAR', started_at: 'TIMESTAMP', stage: 'VARCHAR', status: 'VARCHAR', duration_seconds: 'DOUBLE', rows_loaded: 'BIGINT', error_message: 'VARCHAR'{"}"})
            WHERE stage = {Sql.Literal(PipelineLog.WholeRun)}
            """;
        return
        [
            Checks(lake, "checks.passed", "models' tests that don't fail", Severity.P1, "status IN ('fail', 'error')"),
            Checks(lake, "checks.clean", "models' tests that neither fail nor warn", Severity.P3, "status IN ('fail', 'error', 'warn')"),
            new MonitorDefinition("runs.succeeded")
            {
                Title = $"of the last {RunsLookedAt} runs, those that succeeded",
                Layer = "runs",
                Severity = Severity.P1,
                Measure = $"SELECT 100.0 * count(*) FILTER (status = 'success') / nullif(count(*), 0), count(*) FILTER (status <> 'success'), count(*), NULL FROM ({runs} ORDER BY started_at DESC LIMIT {RunsLookedAt})",
                Offending = $"FROM ({runs} ORDER BY started_at DESC LIMIT {RunsLookedAt}) WHERE status <> 'success'",
                Needs = [log],
            },
            // Runs that load nothing are quick, and say nothing of those that do.
            Against(runs, log, "runs.seconds", "the last loading run's time, in percent of the median of the 7 before it", "duration_seconds"),
            Against(runs, log, "cost.seconds_per_row", "the last loading run's time for a row, in percent of the median of the 7 before it", "duration_seconds / rows_loaded"),
        ];
    }

    private static MonitorDefinition Against(string runs, string log, string name, string title, string figure)
    {
        var loading = $"SELECT *, {figure} AS figure, row_number() OVER (ORDER BY started_at DESC) AS age FROM ({runs}) WHERE status = 'success' AND rows_loaded > 0";
        return new MonitorDefinition(name)
        {
            Title = title,
            Layer = "runs",
            Severity = Severity.P3,
            Threshold = Threshold.AtMost(150, 300),
            Measure = $"""
                SELECT 100.0 * max(figure) FILTER (age = 1) / median(figure) FILTER (age BETWEEN 2 AND 8), NULL, NULL, NULL FROM ({loading})
                HAVING count(*) > 3
                """,
            Offending = $"SELECT run_id, started_at, duration_seconds, rows_loaded, figure FROM ({loading}) WHERE age <= 8 ORDER BY age",
            Needs = [log],
        };
    }

    /// <summary>Each test's last outcome; a test that is no longer in the project doesn't count.</summary>
    private static MonitorDefinition Checks(LakeFolder lake, string name, string title, Severity severity, string isBad)
    {
        var (nodes, manifest) = (Path.Combine(lake.Artifacts, NodeLog.FileName), Path.Combine(lake.Artifacts, "manifest.json"));
        var outcomes = $"""
            SELECT unique_id, max_by(status, started_at) AS status, max_by(failures, started_at) AS failing_rows, max(started_at) AS tested_at
            FROM read_json({LakePath.File(nodes)}, format = 'newline_delimited', ignore_errors = true, columns = {"{"}unique_id: 'VARCHAR', status: 'VARCHAR', started_at: 'TIMESTAMP', failures: 'BIGINT'{"}"})
            WHERE unique_id IN (SELECT unnest(json_keys(nodes)) FROM read_json({LakePath.File(manifest)}, columns = {"{"}nodes: 'JSON'{"}"}))
                AND starts_with(unique_id, 'test.')
            GROUP BY unique_id
            """;
        return new MonitorDefinition(name)
        {
            Title = title,
            Layer = "runs",
            Severity = severity,
            Measure = $"SELECT 100.0 * count(*) FILTER (NOT ({isBad})) / nullif(count(*), 0), count(*) FILTER ({isBad}), count(*), NULL FROM ({outcomes})",
            Offending = $"FROM ({outcomes}) WHERE {isBad} ORDER BY failing_rows DESC",
            Needs = [nodes, manifest],
        };
    }
}
