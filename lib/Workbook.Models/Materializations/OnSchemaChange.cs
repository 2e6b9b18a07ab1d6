using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>What becomes of an incremental table when its SELECT has other columns than the table, by on_schema_change.</summary>
internal static class OnSchemaChange
{
    /// <returns>The columns to insert: those of the new rows that the table has in the end.</returns>
    internal static IReadOnlyList<RelationColumn> Apply(DuckDBConnection connection, Relation target, string? mode, RelationColumns fresh)
    {
        var table = RelationColumns.Of(connection, target);
        var (added, gone) = (fresh.Except(table), table.Except(fresh));
        switch (mode)
        {
            case "append_new_columns":
                Add(connection, target, added);
                return fresh.All;
            case "sync_all_columns":
                Add(connection, target, added);
                foreach (var column in gone)
                    connection.Execute($"ALTER TABLE {target} DROP COLUMN {column.Quoted}");
                foreach (var column in Retyped(table, fresh))
                    connection.Execute($"ALTER TABLE {target} ALTER COLUMN {column.Quoted} TYPE {column.Type}");
                return fresh.All;
            case "fail":
                Require(target, table, fresh, added, gone);
                return fresh.All;
            default:
                return gone.Count == 0 ? [.. fresh.All.Where(column => table.Has(column.Name))] : throw new WorkbookException(
                    $"{target.Path} has columns that its SELECT no longer has: {List(gone)}. Put them back, set on_schema_change "
                    + "to append_new_columns (they stay, NULL in new rows) or sync_all_columns (they go), or run with --full-refresh.");
        }
    }

    private static void Require(
        Relation target, RelationColumns table, RelationColumns fresh, IReadOnlyList<RelationColumn> added, IReadOnlyList<RelationColumn> gone)
    {
        var retyped = Retyped(table, fresh);
        string[] parts =
        [
            .. added.Count > 0 ? [$"new: {List(added)}"] : Array.Empty<string>(),
            .. gone.Count > 0 ? [$"gone: {List(gone)}"] : Array.Empty<string>(),
            .. retyped.Select(column => $"{column.Name} was {table.Find(column.Name)!.Type}, is {column.Type}"),
        ];
        if (parts.Length > 0)
            throw new WorkbookException(
                $"{target.Path}: the SELECT has other columns than the table, and on_schema_change is fail. {string.Join("; ", parts)}. "
                + "Correct the SELECT, or run with --full-refresh.");
    }

    private static List<RelationColumn> Retyped(RelationColumns table, RelationColumns fresh) =>
        [.. fresh.All.Where(column => table.Find(column.Name) is { } old && old.Type != column.Type)];

    private static void Add(DuckDBConnection connection, Relation target, IReadOnlyList<RelationColumn> columns)
    {
        foreach (var column in columns)
            connection.Execute($"ALTER TABLE {target} ADD COLUMN {column.Quoted} {column.Type}");
    }

    private static string List(IReadOnlyList<RelationColumn> columns) =>
        string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"));
}
