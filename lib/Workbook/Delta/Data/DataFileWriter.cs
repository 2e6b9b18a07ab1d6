using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta.Log;

namespace Workbook.Delta.Data;

/// <summary>
/// Rows of a query into new data files. They are written to a hidden folder of the table first and get their final names
/// when they are complete; a name is never used twice and a file never changed.
/// </summary>
internal static class DataFileWriter
{
    /// <summary>Hidden folders begin so; one that is still there after a crash goes with the next vacuum.</summary>
    public const string StagingPrefix = "_staging-";

    /// <param name="relation">Rows with exactly the schema's columns and types.</param>
    /// <returns>One entry for each file with rows; none for an empty relation.</returns>
    public static IReadOnlyList<AddFile> Write(
        DuckDBConnection connection, string tablePath, DeltaSchema schema, IReadOnlyList<string> partitionColumns, string relation, DeltaOptions options, bool dataChange = true)
    {
        var staging = Path.Combine(tablePath, StagingPrefix + options.NewId().ToString("N"));
        Directory.CreateDirectory(staging);
        var finished = new List<string>();
        try
        {
            var written = ParquetFile.Copy(connection, CopySql(schema, partitionColumns, relation, staging, options.MaxFileBytes)).Where(file => file.Rows > 0)
                .OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
            CheckNotNull(tablePath, schema, partitionColumns, written);
            return [.. written.Select((file, number) => Publish(file, number))];
        }
        catch
        {
            foreach (var file in finished) File.Delete(file);
            throw;
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }

        AddFile Publish(ParquetFile file, int number)
        {
            var values = partitionColumns.Select((column, index) => KeyValuePair.Create(column, Key(file, index))).ToList();
            var directory = Path.Combine(tablePath, FilePath.Directory(values));
            Directory.CreateDirectory(directory);
            var path = Path.Combine(directory, $"part-{number:D5}-{options.NewId():D}.c000.zstd.parquet");
            File.Move(file.Path, path, overwrite: false);
            finished.Add(path);
            var now = options.Time.GetUtcNow();
            File.SetLastWriteTimeUtc(path, now.UtcDateTime);
            return (file with { Path = path }).ToAddFile(tablePath, schema, new Dictionary<string, string?>(values), now, dataChange);
        }
    }

    /// <summary>Takes back files of a commit that did not happen.</summary>
    public static void Discard(string tablePath, IEnumerable<AddFile> files)
    {
        foreach (var file in files) File.Delete(FilePath.OnDisk(tablePath, file.Path));
    }

    private static string CopySql(DeltaSchema schema, IReadOnlyList<string> partitionColumns, string relation, string staging, long maxFileBytes)
    {
        if (partitionColumns.Count == 0)
            return $"COPY (SELECT * FROM {relation}) TO {LakePath.Target(staging)} (FORMAT parquet, COMPRESSION zstd, FILE_SIZE_BYTES {maxFileBytes}, OVERWRITE_OR_IGNORE, RETURN_STATS)";

        // DuckDB partitions by the log's own strings, so that no value's spelling depends on the session. The prefix tells
        // null from every string.
        var keys = partitionColumns.Select((column, index) =>
            $"coalesce('v' || {PartitionValue.Serialise(schema.Find(column)!, Sql.Identifier(column))}, 'n') AS {KeyColumn(index)}");
        return $"""
            COPY (SELECT * EXCLUDE ({string.Join(", ", partitionColumns.Select(Sql.Identifier))}), {string.Join(", ", keys)} FROM {relation})
            TO {LakePath.Target(staging)}
            (FORMAT parquet, COMPRESSION zstd, PARTITION_BY ({string.Join(", ", partitionColumns.Select((_, index) => KeyColumn(index)))}), OVERWRITE_OR_IGNORE, RETURN_STATS)
            """;
    }

    private static string KeyColumn(int index) => $"__delta_key_{index}";

    private static string? Key(ParquetFile file, int index) =>
        file.PartitionKeys[KeyColumn(index)] is ['v', .. var value] ? value : null;

    private static void CheckNotNull(string tablePath, DeltaSchema schema, IReadOnlyList<string> partitionColumns, List<ParquetFile> written)
    {
        foreach (var field in schema.Fields.Where(field => !field.Nullable))
        {
            var key = partitionColumns.ToList().IndexOf(field.Name);
            var nulls = written.Sum(file => key >= 0
                ? Key(file, key) is null ? file.Rows : 0
                : file.Columns.TryGetValue(field.Name, out var range) ? range.NullCount ?? 0 : 0);
            if (nulls > 0)
                throw new WorkbookException(
                    $"Delta table '{tablePath}' expected no NULL in column '{field.Name}' but found {nulls} in the rows to write. Filter or fill them first.");
        }
    }
}
