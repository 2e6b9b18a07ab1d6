using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>
/// Files whose rows are upserted by key (<see cref="WriteDisposition.Merge"/>): the table has of each key the row of the last
/// file by path, and of a file that of the last line, in whatever order the files came.
/// </summary>
internal static class KeyedRows
{
    /// <summary>Whether a source is one of such files. Delta tables have changes of their own.</summary>
    public static bool Has(SourceContract source) => source is { Disposition: WriteDisposition.Merge, Format: not SourceFormat.Delta };

    /// <exception cref="WorkbookException">There is no key to go by.</exception>
    public static void RequireKey(SourceContract source)
    {
        if (!Has(source))
            return;
        var columns = source.Columns.Concat(source.LaterColumns).Concat(source.PathColumns).ToList();
        if (source.Key.Count == 0)
            throw new WorkbookException($"'{source.Name}' is merged by key, and its contract names none. Give primaryKey: true to the columns that name a row, or say writeDisposition: append.");
        if (source.Key.FirstOrDefault(key => !columns.Any(column => column.Name == key && (!column.Nullable || source.PathColumns.Contains(column)))) is { } open)
            throw new WorkbookException($"'{source.Name}' is merged by key, and '{open}' of its key may be missing: such a row names no other. Give it required: true, or say writeDisposition: append.");
    }

    /// <summary>Puts accepted rows aside until <see cref="Commit"/>.</summary>
    public static IReadOnlyList<AddFile> Stage(DuckDBConnection connection, LakeFolder lake, SourceContract source, string select, long batch, int part)
    {
        Directory.CreateDirectory(lake.Journal);
        connection.Execute($"COPY ({select}) TO {LakePath.Target(StagedRows.File(lake, source, batch, part))} (FORMAT parquet)");
        return [];
    }

    /// <summary>Brings the rows that were put aside in; one commit.</summary>
    /// <param name="overwrite">Whether they are all that the source holds.</param>
    public static void Commit(LakeFolder lake, SourceContract source, BronzeTable bronze, long batch, bool overwrite)
    {
        using var connection = WorkbookDatabase.Open();
        var table = bronze.Open();
        var files = StagedRows.Files(lake, source, batch);
        var last = $"""
            SELECT * FROM read_parquet({LakePath.Files(files)}, hive_partitioning = false)
            QUALIFY row_number() OVER (PARTITION BY {string.Join(", ", source.Key.Select(Sql.Identifier))} ORDER BY src_filename DESC, src_line DESC) = 1
            """;
        if (overwrite || files.Count == 0 || table.Snapshot().Files.Count == 0)
        {
            var added = files.Count == 0 ? [] : bronze.WritePart(connection, table, last, batch, 0);
            bronze.Commit(table, batch, added, [], "MERGE", added.Sum(file => file.RecordCount ?? 0), overwrite);
        }
        else
        {
            bronze.Merge(connection, table, new DeltaMerge(last, bronze.SameKey)
                .WhenMatchedUpdate(bronze.SourceValues, "(source.src_filename, source.src_line) >= (target.src_filename, target.src_line)")
                .WhenNotMatchedInsert(bronze.SourceValues), batch);
        }
    }
}
