using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>
/// A model whose rows lie in files, under a view. Files are no part of DuckDB's transaction: they take their place just
/// before it commits. A process killed in between leaves new files without a record of them; the next run then writes them
/// again, which only in append mode shows, unless the SELECT leaves out what {{ this }} has already.
/// </summary>
internal static class ExternalBuild
{
    private const string Fresh = "temp.main.__new_rows";

    internal static BuildOutcome Run(DuckDBConnection connection, ModelBuild build)
    {
        var (target, options) = (build.Target, build.External ?? throw new WorkbookException(
            $"{build.Target.Path}: an external model needs a location. Set it in config()."));
        var files = new ExternalFiles(options.Location);
        files.Recover();
        try
        {
            var rows = ModelTransaction.Run(connection, build.PreHooks, build.PostHooks, build.Recorded, () =>
            {
                var select = CompiledSelect.Parenthesised(build.Sql);
                var columns = RelationColumns.Of(connection, select);
                ExternalFormat.Require(target, options, columns);
                if (build.Contract is { } contract)
                    ContractCheck.Require(connection, target, contract, columns);

                var existing = ModelMaterialization.Existing(connection, target);
                var isIncremental = ModelMaterialization.IsIncremental(existing, "external", build.FullRefresh, options);
                if (isIncremental)
                {
                    var old = RelationColumns.Of(connection, target);
                    RequireSameColumns(target, old, columns);
                    // CSV has columns by place: files that are added have the order of those that are there.
                    columns = old;
                }
                var written = isIncremental
                    ? AddRows(connection, build, options, files, select, columns)
                    : WriteAll(connection, options, files, select);
                ModelMaterialization.DropUnless(connection, target, existing, RelationKind.View);
                connection.Execute($"CREATE OR REPLACE VIEW {target} AS {View(options, files, columns)}");
                return written;
            });
            return new BuildOutcome(rows, "OK");
        }
        catch
        {
            files.Discard();
            throw;
        }
    }

    private static long? WriteAll(DuckDBConnection connection, ExternalOptions options, ExternalFiles files, string select)
    {
        var rows = Stage(connection, options, files, select);
        files.Publish([""], []);
        return rows;
    }

    private static long? AddRows(
        DuckDBConnection connection, ModelBuild build, ExternalOptions options, ExternalFiles files, string select, RelationColumns columns)
    {
        var strategy = Strategy(build, options);
        IncrementalBuild.RequireColumns(build.Target, columns, build.Incremental);
        var list = columns.QuotedList();
        var old = ExternalFormat.Reader(options, columns, [ExternalFormat.Pattern(options, files.Location)]);
        if (strategy == "append" && ExternalFormat.IsFile(options))
        {
            // Opened on the first line, so that DuckDB's line numbers stay those of the model.
            Stage(connection, options, files, $"(WITH __new_rows AS {select} SELECT {list} FROM {old} UNION ALL SELECT {list} FROM __new_rows)");
            files.Publish([""], []);
            return null;
        }
        if (strategy == "append")
        {
            var added = Stage(connection, options, files, $"(SELECT {list} FROM {select})");
            files.Publish(StagedFiles(files), []);
            return added;
        }

        connection.Execute($"CREATE OR REPLACE TEMP TABLE __new_rows AS {select}");
        if (strategy == "merge")
            KeyCheck.RequireUnique(connection, Fresh, [.. build.Incremental.UniqueKey.Select(Sql.Identifier)], nullsAreKeys: false, build.Target, "new rows to merge");
        if (options.PartitionBy.Count > 0)
            RewritePartitions(connection, build, options, files, columns);
        else
        {
            Stage(connection, options, files, $"(SELECT {list} FROM {old} AS old WHERE NOT {Matched(build)} UNION ALL SELECT {list} FROM {Fresh})");
            files.Publish([""], []);
        }
        var rows = connection.Scalar<long>($"SELECT count(*) FROM {Fresh}");
        connection.Execute($"DROP TABLE {Fresh}");
        return rows;
    }

    /// <summary>Only partitions that new rows come into, or that rows of the same keys lie in now.</summary>
    private static void RewritePartitions(DuckDBConnection connection, ModelBuild build, ExternalOptions options, ExternalFiles files, RelationColumns columns)
    {
        var list = columns.QuotedList();
        var partition = string.Join(", ", options.PartitionBy.Select(Sql.Identifier));
        var samePartition = string.Join(" AND ", options.PartitionBy.Select(Sql.Identifier).Select(name => $"old.{name} IS NOT DISTINCT FROM affected.{name}"));
        var all = ExternalFormat.Reader(options, columns, [ExternalFormat.Pattern(options, files.Location)], withFileName: true);
        var affected = connection.Query(
            $"""
            WITH affected AS (
                SELECT {partition} FROM {Fresh}
                UNION
                SELECT {partition} FROM {all} AS old WHERE {Matched(build)}
            )
            SELECT DISTINCT old.filename
            FROM {all} AS old
            WHERE EXISTS (FROM affected WHERE {samePartition})
            """,
            row => row.GetString(0));
        Stage(connection, options, files, affected.Count == 0
            ? $"(SELECT {list} FROM {Fresh})"
            : $"(SELECT {list} FROM {ExternalFormat.Reader(options, columns, [.. affected.Select(LakePath.Pattern)])} AS old WHERE NOT {Matched(build)} UNION ALL SELECT {list} FROM {Fresh})");

        var replaced = StagedFiles(files).Select(Folder).Distinct().ToList();
        var removed = affected.Select(file => Folder(Path.GetRelativePath(files.Location, file))).Distinct().Except(replaced).ToList();
        files.Publish(replaced, removed);
    }

    private static string Folder(string file) => Path.GetDirectoryName(file)!;

    private static List<string> StagedFiles(ExternalFiles files) => [..
        Directory.EnumerateFiles(files.Staged(), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(files.Staged(), file))];

    private static long Stage(DuckDBConnection connection, ExternalOptions options, ExternalFiles files, string select)
    {
        var isFile = ExternalFormat.IsFile(options);
        if (!isFile)
            Directory.CreateDirectory(files.Staged());
        var partitioned = options.PartitionBy.Count > 0;
        var path = isFile || partitioned ? files.Staged() : files.Staged(ExternalFormat.NewName(options));
        return connection.Execute(ExternalFormat.Copy(select, path, options, partitioned));
    }

    private static string Strategy(ModelBuild build, ExternalOptions options)
    {
        var incremental = build.Incremental with { Strategy = options.IncrementalMode };
        if (incremental.Predicates.Count > 0 || incremental.MergeUpdateColumns is not null || incremental.MergeExcludeColumns is not null)
            throw new WorkbookException(
                $"{build.Target.Path}: incremental_predicates, merge_update_columns and merge_exclude_columns don't work with an external model, "
                + "which replaces whole rows. Take them out, or make it an incremental table.");
        return incremental.Effective(build.Target);
    }

    private static string Matched(ModelBuild build) =>
        $"EXISTS (FROM {Fresh} AS fresh WHERE {string.Join(" AND ", build.Incremental.UniqueKey.Select(Sql.Identifier).Select(key => $"fresh.{key} = old.{key}"))})";

    private static void RequireSameColumns(Relation target, RelationColumns old, RelationColumns fresh)
    {
        var changed = fresh.All.Where(column => old.Find(column.Name)?.Type != column.Type).Concat(old.Except(fresh)).Select(column => $"{column.Name} {column.Type}").ToList();
        if (changed.Count > 0)
            throw new WorkbookException(
                $"{target.Path}: the SELECT has other columns than the files ({string.Join(", ", changed)}), and rows can't be added to them. Run with --full-refresh.");
    }

    /// <summary>Files may be gone though the view on them is there; then all is written anew.</summary>
    internal static bool HasFiles(ExternalOptions options)
    {
        var files = new ExternalFiles(options.Location);
        files.FinishMove();
        return HasFiles(options, files);
    }

    private static bool HasFiles(ExternalOptions options, ExternalFiles files) => ExternalFormat.IsFile(options)
        ? File.Exists(files.Location)
        : Directory.Exists(files.Location) && Directory.EnumerateFiles(files.Location, $"*.{options.Format}", SearchOption.AllDirectories).Any();

    private static string View(ExternalOptions options, ExternalFiles files, RelationColumns columns) => HasFiles(options, files)
        ? $"SELECT {columns.QuotedList()} FROM {ExternalFormat.Reader(options, columns, [ExternalFormat.Pattern(options, files.Location)])}"
        : $"SELECT {string.Join(", ", columns.All.Select(column => $"CAST(NULL AS {column.Type}) AS {column.Quoted}"))} WHERE false";
}
