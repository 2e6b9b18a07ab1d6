using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Runs a data test: a query for rows that should not be there.</summary>
internal static class TestRun
{
    public static NodeOutcome Execute(NodeRun run, SqlNode test)
    {
        var sql = run.CompileToFile(test, isIncremental: false).Sql.TrimEnd().TrimEnd(';');
        var config = test.Config;
        var (failCalc, warnIf, errorIf) = (config.Text("fail_calc") ?? "count(*)", config.Text("warn_if") ?? "!= 0", config.Text("error_if") ?? "!= 0");
        var limit = config.Text("limit") is { } rows ? $"\nlimit {rows}" : "";
        var failing = $"({sql}{limit}\n)";
        var stored = Store(run, test, sql + limit);

        // The test's text begins on the first line, so that DuckDB's line numbers are those of its file.
        var counted = run.Connection.Query(
            $"WITH failing AS {(stored is null ? failing : $"(FROM {stored})")} SELECT {failCalc} AS failures, ({failCalc}) {warnIf} AS should_warn, ({failCalc}) {errorIf} AS should_error FROM failing",
            row => (Failures: row.IsDBNull(0) ? 0 : row.Get<long>(0), Warns: !row.IsDBNull(1) && row.Get<bool>(1), Errs: !row.IsDBNull(2) && row.Get<bool>(2)))[0];
        var severe = !string.Equals(config.Text("severity"), "warn", StringComparison.OrdinalIgnoreCase);
        var status = severe && counted.Errs ? NodeStatus.Fail : counted.Warns || !severe && counted.Errs ? NodeStatus.Warn : NodeStatus.Pass;
        return new NodeOutcome(status, Message(run, test, status, counted.Failures, status == NodeStatus.Fail ? errorIf : warnIf, stored), counted.Failures, null);
    }

    private static Relation? Store(NodeRun run, SqlNode test, string sql)
    {
        if (test.Relation is not { } relation)
            return null;
        var kind = test.Config.Text("store_failures_as") is "view" ? "VIEW" : "TABLE";
        run.Connection.Execute($"CREATE OR REPLACE {kind} {relation} AS {sql}");
        return relation;
    }

    private static string Message(NodeRun run, SqlNode test, NodeStatus status, long failures, string condition, Relation? stored)
    {
        if (status == NodeStatus.Pass)
            return "PASS";
        var verb = status == NodeStatus.Fail ? "fail" : "warn";
        var where = stored is null ? RunFolder.Shown(run.Project, run.Folder.Compiled(test)) : $"SELECT * FROM {stored}";
        return $"Got {failures} result{(failures == 1 ? "" : "s")}, configured to {verb} if {condition}. See them: {where}";
    }
}
