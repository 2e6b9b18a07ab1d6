using System.Collections;
using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta.Log;

namespace Workbook.Delta;

/// <summary>What is known of a column's values in one file, in DuckDB's own spelling; null where nothing is.</summary>
internal sealed record ColumnRange(string? Min, string? Max, long? NullCount);

/// <summary>A Parquet file that was written somewhere, with what the log wants to know of it.</summary>
/// <param name="Columns">By top-level column; nested columns are left out.</param>
/// <param name="PartitionKeys">By column of <c>PARTITION_BY</c>; empty without one.</param>
internal sealed record ParquetFile(
    string Path,
    long Rows,
    long Bytes,
    IReadOnlyDictionary<string, ColumnRange> Columns,
    IReadOnlyDictionary<string, string> PartitionKeys)
{
    // DuckDB writes, never Parquet.Net, which only reads in the tests: readers skip rows by the wrong statistics that it gives
    // timestamps in microseconds, and it loses NULL elements of lists.
    /// <summary>Runs a <c>COPY … TO … (FORMAT parquet, RETURN_STATS, …)</c> and tells what it wrote, files without rows included.</summary>
    public static IReadOnlyList<ParquetFile> Copy(DuckDBConnection connection, string copySql) =>
        connection.Query(copySql, row => new ParquetFile(
            row.GetString(0),
            Convert.ToInt64(row.GetValue(1), CultureInfo.InvariantCulture),
            Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture),
            ReadColumns(row.GetValue(4) as IDictionary),
            ReadKeys(row.GetValue(5) as IDictionary))).ToList();

    /// <summary>What the footer of a file that somebody else wrote tells of these columns; no rows are read.</summary>
    public static ParquetFile Read(DuckDBConnection connection, string path, DeltaSchema schema)
    {
        var fields = schema.Fields.Where(field => !field.Type.IsNested).ToList();
        var bounds = fields.SelectMany(field =>
        {
            var own = $"FILTER (path_in_schema = {Sql.Literal(field.Name)})";
            // One row group without statistics leaves the whole file without.
            var unknown = $"bool_or(stats_min_value IS NULL AND coalesce(stats_null_count, 0) < num_values) {own}";
            return new[] { ("min", "stats_min_value"), ("max", "stats_max_value") }
                .Select(bound => $"CASE WHEN NOT {unknown} THEN CAST({bound.Item1}(TRY_CAST({bound.Item2} AS {field.Type.Sql})) {own} AS VARCHAR) END")
                .Append($"CAST(sum(stats_null_count) {own} AS BIGINT)");
        });
        var source = LakePath.File(path);
        return connection.Query(
            $"SELECT (SELECT num_rows FROM parquet_file_metadata({source})), {string.Join(", ", bounds)} FROM parquet_metadata({source})",
            row => new ParquetFile(path, row.GetInt64(0), new FileInfo(path).Length,
                fields.Select((field, index) => (field.Name, Range: new ColumnRange(
                    row.GetValue(3 * index + 1) as string, row.GetValue(3 * index + 2) as string, row.GetValue(3 * index + 3) as long?)))
                    .ToDictionary(column => column.Name, column => column.Range, StringComparer.OrdinalIgnoreCase),
                new Dictionary<string, string>()))[0];
    }

    /// <summary>The log's entry for this file, which must lie inside the table's folder.</summary>
    /// <param name="partitionValues">One entry for each partition column of the table, serialised as the protocol says.</param>
    public AddFile ToAddFile(
        string tablePath, DeltaSchema schema, IReadOnlyDictionary<string, string?> partitionValues, DateTimeOffset modified, bool dataChange = true)
    {
        var relative = System.IO.Path.GetRelativePath(tablePath, Path).Replace('\\', '/');
        if (relative.StartsWith("../", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(relative))
            throw new WorkbookException($"The data file '{Path}' expected to lie in the Delta table's folder '{tablePath}' but doesn't. Write or link it there first.");
        return new(FilePath.ToLog(relative), partitionValues, Bytes, modified.ToUnixTimeMilliseconds(), dataChange,
            FileStatistics.Write(schema, Rows, Columns));
    }

    private static Dictionary<string, ColumnRange> ReadColumns(IDictionary? statistics)
    {
        var columns = new Dictionary<string, ColumnRange>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in statistics ?? new Hashtable())
        {
            if (TopLevelName((string)entry.Key) is not { } name) continue;
            var facts = (IDictionary)entry.Value!;
            // A NaN is above every number, so a file with one has no usable bounds.
            var bounded = (facts["has_nan"] as string) != "true";
            columns[name] = new(
                bounded ? facts["min"] as string : null,
                bounded ? facts["max"] as string : null,
                facts["null_count"] is string nulls ? long.Parse(nulls, CultureInfo.InvariantCulture) : null);
        }
        return columns;
    }

    private static Dictionary<string, string> ReadKeys(IDictionary? keys)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in keys ?? new Hashtable()) values[(string)entry.Key] = (string)entry.Value!;
        return values;
    }

    /// <summary>Statistics are keyed by quoted path, "a" or "a"."b"; null for anything below the top.</summary>
    private static string? TopLevelName(string quotedPath)
    {
        var name = quotedPath[1..^1].Replace("\"\"", "\u0001");
        return name.Contains('"') ? null : name.Replace('\u0001', '"');
    }
}
