using DuckDB.NET.Data;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Project;
using Workbook.Models.Snapshots;

namespace Workbook.Models.Running;

/// <summary>Takes a snapshot: compares what is there with the history kept so far.</summary>
internal static class SnapshotRun
{
    public static NodeOutcome Execute(NodeRun run, SqlNode snapshot, Action<DuckDBConnection> record)
    {
        var config = snapshot.Config;
        var compiled = run.CompileToFile(snapshot, isIncremental: false);
        var outcome = SnapshotMaterialization.Build(run.Connection, new SnapshotBuild
        {
            Target = snapshot.Relation!,
            Sql = compiled.Sql,
            UniqueKey = config.Texts("unique_key") is { Count: > 0 } keys ? keys : throw Missing(snapshot, "unique_key"),
            Strategy = config.Text("strategy") ?? throw Missing(snapshot, "strategy"),
            UpdatedAt = config.Text("updated_at"),
            CheckColumns = config.Texts("check_cols"),
            HardDeletes = config.Text("hard_deletes") ?? (config.Flag("invalidate_hard_deletes") is true ? "invalidate" : "ignore"),
            ValidToCurrent = config.Text("dbt_valid_to_current"),
            Columns = Names(config.Values["snapshot_meta_column_names"] as JinjaDict ?? []),
            Now = run.Invocation.StartedAt,
            PreHooks = ModelRun.Hooks(compiled.Context, config, "pre-hook"),
            PostHooks = ModelRun.Hooks(compiled.Context, config, "post-hook"),
            Recorded = record,
        });
        return new NodeOutcome(NodeStatus.Success, outcome.Message, null, outcome.Rows);
    }

    private static SnapshotColumns Names(JinjaDict given)
    {
        var names = new SnapshotColumns();
        return names with
        {
            ScdId = given["dbt_scd_id"] as string ?? names.ScdId,
            UpdatedAt = given["dbt_updated_at"] as string ?? names.UpdatedAt,
            ValidFrom = given["dbt_valid_from"] as string ?? names.ValidFrom,
            ValidTo = given["dbt_valid_to"] as string ?? names.ValidTo,
            IsDeleted = given["dbt_is_deleted"] as string ?? names.IsDeleted,
        };
    }

    private static ProjectException Missing(SqlNode snapshot, string setting) =>
        new(snapshot.File, snapshot.Line, $"the snapshot '{snapshot.Name}' has no {setting}. Say it in its config().");
}
