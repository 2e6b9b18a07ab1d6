using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>
/// Adds the SELECT's rows to a table that is there. Keys match by plain equality, as in dbt: a row whose key is NULL
/// matches nothing and is inserted every time.
/// </summary>
internal static class IncrementalBuild
{
    /// <summary>The new rows, computed once, where a strategy reads them more than once.</summary>
    private const string Fresh = "temp.main.__new_rows";

    internal static long? Run(DuckDBConnection connection, ModelBuild build)
    {
        var (target, options) = (build.Target, build.Incremental);
        var strategy = options.Effective(target);
        var select = CompiledSelect.Parenthesised(build.Sql);
        var fresh = RelationColumns.Of(connection, select);
        if (build.Contract is { } contract)
            ContractCheck.Require(connection, target, contract, fresh);
        RequireColumns(target, fresh, options);
        var columns = OnSchemaChange.Apply(connection, target, options.OnSchemaChange, fresh);
        var list = string.Join(", ", columns.Select(column => column.Quoted));
        if (strategy == "append")
            return connection.Execute($"INSERT INTO {target} ({list}) SELECT {list} FROM {select}");

        connection.Execute($"CREATE OR REPLACE TEMP TABLE __new_rows AS {select}");
        var rows = strategy == "merge"
            ? Merge(connection, target, options, columns)
            : DeleteAndInsert(connection, target, options, list);
        connection.Execute($"DROP TABLE {Fresh}");
        return rows;
    }

    private static long DeleteAndInsert(DuckDBConnection connection, Relation target, IncrementalOptions options, string list)
    {
        connection.Execute(
            $"""
            DELETE FROM {target} AS DBT_INTERNAL_DEST
            WHERE EXISTS (FROM {Fresh} AS DBT_INTERNAL_SOURCE WHERE {Matches(options)})
            """);
        return connection.Execute($"INSERT INTO {target} ({list}) SELECT {list} FROM {Fresh}");
    }

    private static long Merge(DuckDBConnection connection, Relation target, IncrementalOptions options, IReadOnlyList<RelationColumn> columns)
    {
        // DuckDB's MERGE would let the last of them win.
        KeyCheck.RequireUnique(connection, Fresh, [.. options.UniqueKey.Select(Sql.Identifier)], nullsAreKeys: false, target, "new rows to merge");
        var updated = Updated(target, options, columns);
        var update = updated.Count == 0 ? "" :
            $"WHEN MATCHED THEN UPDATE SET {string.Join(", ", updated.Select(column => $"{column.Quoted} = DBT_INTERNAL_SOURCE.{column.Quoted}"))}";
        return connection.Execute(
            $"""
            MERGE INTO {target} AS DBT_INTERNAL_DEST
            USING {Fresh} AS DBT_INTERNAL_SOURCE
            ON {Matches(options)}
            {update}
            WHEN NOT MATCHED THEN INSERT ({string.Join(", ", columns.Select(column => column.Quoted))})
                VALUES ({string.Join(", ", columns.Select(column => $"DBT_INTERNAL_SOURCE.{column.Quoted}"))})
            """);
    }

    private static List<RelationColumn> Updated(Relation target, IncrementalOptions options, IReadOnlyList<RelationColumn> columns)
    {
        if (options is { MergeUpdateColumns: not null, MergeExcludeColumns: not null })
            throw new WorkbookException($"{target.Path}: merge_update_columns and merge_exclude_columns are both set. Keep one.");
        return [.. columns.Where(column =>
            !Contains(options.UniqueKey, column)
            && (options.MergeUpdateColumns is null || Contains(options.MergeUpdateColumns, column))
            && (options.MergeExcludeColumns is null || !Contains(options.MergeExcludeColumns, column)))];
    }

    private static bool Contains(IReadOnlyList<string> names, RelationColumn column) =>
        names.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    private static string Matches(IncrementalOptions options) => string.Join("\n    AND ",
        options.UniqueKey.Select(key => $"DBT_INTERNAL_SOURCE.{Sql.Identifier(key)} = DBT_INTERNAL_DEST.{Sql.Identifier(key)}")
            .Concat(options.Predicates.Select(predicate => $"({predicate})")));

    internal static void RequireColumns(Relation target, RelationColumns fresh, IncrementalOptions options)
    {
        foreach (var (setting, names) in new[]
        {
            ("unique_key", options.UniqueKey), ("merge_update_columns", options.MergeUpdateColumns ?? []),
            ("merge_exclude_columns", options.MergeExcludeColumns ?? []),
        })
            if (names.FirstOrDefault(name => !fresh.Has(name)) is { } unknown)
                throw new WorkbookException($"{target.Path}: {setting} names a column '{unknown}' that the SELECT doesn't have. It has {fresh}.");
    }
}
