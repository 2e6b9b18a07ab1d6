using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots;

/// <summary>
/// Keeps the versions that rows had at each run, as dbt's snapshots do: a version is valid from its updated_at (inclusive)
/// to that of the next (exclusive). Only the state at the time of the run is seen; what changed twice in between has one version.
/// </summary>
/// <remarks>
/// Beyond dbt: rows that share a key are refused, since they would make two current versions; and no version begins
/// before the one before it ended. A row that comes back after its deletion with an updated_at from before it, a row
/// without updated_at, and a changed row whose updated_at went back (check) are valid from the time of the run.
/// </remarks>
public static class SnapshotMaterialization
{
    private const string SourceRows = "rows of the SELECT";

    /// <exception cref="WorkbookException">Rows share a key, a setting is unknown or missing, or the target isn't a snapshot.</exception>
    public static BuildOutcome Build(DuckDBConnection connection, SnapshotBuild build)
    {
        var rows = ModelTransaction.Run(connection, build.PreHooks, build.PostHooks, build.Recorded, () =>
        {
            var source = RelationColumns.Of(connection, CompiledSelect.Parenthesised(build.Sql));
            var sql = new SnapshotSql(build, source);
            switch (ModelMaterialization.Existing(connection, build.Target))
            {
                case null:
                    Create(connection, build, sql);
                    return (long?)null;
                case RelationKind.View:
                    throw new WorkbookException($"{build.Target.Path} is a view, and a snapshot needs a table. Drop the view, or give the snapshot another name.");
                default:
                    return Add(connection, build, source, sql);
            }
        });
        return new BuildOutcome(rows ?? TableBuild.Count(connection, build.Target), "OK");
    }

    private static void Create(DuckDBConnection connection, SnapshotBuild build, SnapshotSql sql)
    {
        sql.TimeType = RelationColumns.Of(connection, sql.Times()).All[0].Type;
        connection.Execute(sql.Create());
        KeyCheck.RequireUnique(connection, build.Target.ToString(), sql.Keys, nullsAreKeys: true, build.Target, SourceRows);
    }

    private static long Add(DuckDBConnection connection, SnapshotBuild build, RelationColumns source, SnapshotSql sql)
    {
        var before = RelationColumns.Of(connection, build.Target);
        RequireSnapshot(build, before);
        foreach (var column in source.Except(before))
            connection.Execute($"ALTER TABLE {build.Target} ADD COLUMN {column.Quoted} {column.Type}");
        if (sql.KeepsDeletions && !before.Has(build.Columns.IsDeleted))
            connection.Execute($"ALTER TABLE {build.Target} ADD COLUMN {Sql.Identifier(build.Columns.IsDeleted)} VARCHAR DEFAULT 'False'");

        sql.TimeType = before.Find(build.Columns.ValidFrom)!.Type;
        connection.Execute(sql.FindChanges(before));
        var isNew = RequireUniqueKeys(connection, build, sql);
        if (isNew && build.UpdatedAt is not null)
            connection.Execute(sql.MoveReturnedRows());
        connection.Execute(sql.CloseVersions());
        var deletions = sql.KeepsDeletions ? connection.Execute(sql.InsertDeletions(before)) : 0;
        var rows = connection.Execute(sql.InsertVersions(source)) + deletions;
        connection.Execute($"DROP TABLE {SnapshotSql.Changes}");
        return rows;
    }

    /// <summary>
    /// Counting costs a fraction of grouping by key: where each side has one row for each key, as many rows of the SELECT
    /// as of the current versions met a partner.
    /// </summary>
    /// <returns>Whether there are rows whose key has no current version.</returns>
    private static bool RequireUniqueKeys(DuckDBConnection connection, SnapshotBuild build, SnapshotSql sql)
    {
        var counts = connection.Query(sql.CountSides(), row => (
            Source: row.Get<long>(0), Current: row.Get<long>(1), New: row.Get<long>(2), Gone: row.Get<long>(3)))[0];
        if (counts.Source - counts.New != counts.Current - counts.Gone)
        {
            KeyCheck.RequireUnique(connection, CompiledSelect.Parenthesised(build.Sql), sql.Keys, nullsAreKeys: true, build.Target, SourceRows);
            KeyCheck.RequireUnique(connection, sql.CurrentVersions(), sql.Keys, nullsAreKeys: true, build.Target, "current versions in the snapshot itself");
        }
        else if (counts.New > 0)
            KeyCheck.RequireUnique(connection, SnapshotSql.NewRows, sql.Keys, nullsAreKeys: true, build.Target, SourceRows);
        return counts.New > 0;
    }

    private static void RequireSnapshot(SnapshotBuild build, RelationColumns table)
    {
        var columns = build.Columns;
        var missing = new[] { columns.ScdId, columns.UpdatedAt, columns.ValidFrom, columns.ValidTo }.Where(name => !table.Has(name)).ToList();
        if (missing.Count > 0)
            throw new WorkbookException(
                $"{build.Target.Path} is a table without the columns of a snapshot: {string.Join(", ", missing)}. "
                + "Give the snapshot another name, or rename the table's columns to those of snapshot_meta_column_names.");
    }
}
