using System.Globalization;
using System.Text;
using Workbook.Database;

namespace Workbook.Delta.Data;

/// <summary>SQL over a set of data files. Partition values come from the log, joined by the file's place in the list, never from the paths.</summary>
internal static class Scan
{
    /// <summary>Names for a row's origin, chosen so that no sane table has such columns.</summary>
    public const string FileColumn = "__delta_file", RowColumn = "__delta_row";

    /// <param name="evolved">The schema to give the rows in; null for the snapshot's own.</param>
    /// <param name="withOrigin">Adds the file's place in the snapshot's <c>Files</c>, to which it must belong, and the row's number in it.</param>
    public static string Relation(DeltaSnapshot snapshot, IReadOnlyCollection<AddFile> files, DeltaSchema? evolved = null, bool withOrigin = false)
    {
        var schema = evolved ?? snapshot.Schema;
        if (files.Count == 0) return Empty(schema, withOrigin);
        var isPartition = snapshot.PartitionColumns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sql = new StringBuilder("(SELECT ");
        sql.AppendJoin(", ", schema.Fields.Select((field, index) => isPartition.Contains(field.Name)
            ? $"CAST(parts.p{index} AS {field.Type.Sql}) AS {Sql.Identifier(field.Name)}"
            : $"files.c{index} AS {Sql.Identifier(field.Name)}"));
        if (withOrigin) sql.Append($", parts.place AS {FileColumn}, files.file_row_number AS {RowColumn}");

        sql.Append(" FROM read_parquet(").Append(LakePath.Files(files.Select(file => Existing(snapshot, file))));
        // Declared columns: a file without one gives NULL, and no footer is opened just to learn the types.
        sql.Append(", hive_partitioning = false, schema = MAP {");
        sql.AppendJoin(", ", schema.Fields.Select((field, index) => (field, index)).Where(column => !isPartition.Contains(column.field.Name)).Select(column =>
            $"{Sql.Literal(column.field.Name)}: {{'name': 'c{column.index}', 'type': {Sql.Literal(column.field.Type.Sql)}, 'default_value': NULL}}"));
        sql.Append("}) files");

        if (isPartition.Count > 0 || withOrigin) AppendParts(sql, snapshot, schema, isPartition, files, withOrigin);
        return sql.Append(')').ToString();
    }

    /// <summary>What the log knows of each file. DuckDB numbers files by the list that it was given, whatever it skips of them.</summary>
    private static void AppendParts(
        StringBuilder sql, DeltaSnapshot snapshot, DeltaSchema schema, HashSet<string> isPartition, IReadOnlyCollection<AddFile> files, bool withOrigin)
    {
        var places = new Dictionary<AddFile, int>(ReferenceEqualityComparer.Instance);
        if (withOrigin)
            foreach (var file in snapshot.Files) places.Add(file, places.Count);
        var columns = schema.Fields.Select((field, index) => (field, index)).Where(column => isPartition.Contains(column.field.Name)).ToList();
        sql.Append(" JOIN (VALUES ");
        sql.AppendJoin(", ", files.Select((file, number) =>
            $"({string.Join(", ", columns.Select(column => PartitionValue.ToSql(column.field, file, snapshot.PartitionTimeZone)).Prepend(withOrigin ? $"{places[file]}" : "NULL").Prepend($"{number}"))})"));
        sql.Append(CultureInfo.InvariantCulture, $") parts({string.Join(", ", columns.Select(column => $"p{column.index}").Prepend("place").Prepend("number"))}) ON files.file_index = parts.number");
    }

    private static string Empty(DeltaSchema schema, bool withOrigin)
    {
        var columns = schema.Fields.Select(field => $"CAST(NULL AS {field.Type.Sql}) AS {Sql.Identifier(field.Name)}");
        if (withOrigin) columns = columns.Append($"CAST(NULL AS INTEGER) AS {FileColumn}").Append($"CAST(NULL AS BIGINT) AS {RowColumn}");
        return $"(SELECT {string.Join(", ", columns)} WHERE false)";
    }

    private static string Existing(DeltaSnapshot snapshot, AddFile file)
    {
        var path = snapshot.LocalPath(file);
        return File.Exists(path) ? path : throw new WorkbookException(
            $"Delta table '{snapshot.TablePath}' version {snapshot.Version} refers to the data file '{file.Path}', but it is not on disk. "
            + "A vacuum may have removed it: read a newer version, or restore the file from a copy of the table.");
    }
}
