using System.Text.Json;
using Workbook.Database;
using Workbook.Delta.Schema;

namespace Workbook.Delta.Log;

/// <summary>
/// A version's whole state as Parquet, one action a row. The rows pass through the log's own JSON on the way in and out,
/// so that checkpoints and commits are read by the same code.
/// </summary>
internal static class CheckpointFile
{
    // Tombstones are kept for readers of older versions and for vacuum, as long as a vacuum would keep their files.
    public static readonly TimeSpan TombstoneRetention = TimeSpan.FromDays(7);

    private static readonly (string Action, string[] Members)[] Layout =
    [
        ("txn", ["appId VARCHAR", "version BIGINT", "lastUpdated BIGINT"]),
        ("add", ["path VARCHAR", "partitionValues MAP(VARCHAR, VARCHAR)", "size BIGINT", "modificationTime BIGINT", "dataChange BOOLEAN", "tags MAP(VARCHAR, VARCHAR)", "stats VARCHAR"]),
        ("remove", ["path VARCHAR", "deletionTimestamp BIGINT", "dataChange BOOLEAN", "extendedFileMetadata BOOLEAN", "partitionValues MAP(VARCHAR, VARCHAR)", "size BIGINT"]),
        ("metaData", ["id VARCHAR", "name VARCHAR", "description VARCHAR", "format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR))", "schemaString VARCHAR", "partitionColumns VARCHAR[]", "configuration MAP(VARCHAR, VARCHAR)", "createdTime BIGINT"]),
        ("protocol", ["minReaderVersion INTEGER", "minWriterVersion INTEGER", "readerFeatures VARCHAR[]", "writerFeatures VARCHAR[]"]),
    ];

    // What a reader must look at beyond what we write ourselves.
    private static readonly string[] AlsoRead = ["deletionVector"];

    public static List<LogAction> Read(IReadOnlyList<string> files)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions());
        // Parts may differ in which actions they hold, so their columns are united by name.
        var source = $"read_parquet({LakePath.Files(files)}, union_by_name = true, hive_partitioning = false)";
        var columns = connection.Query($"DESCRIBE SELECT * FROM {source}", row => (Name: row.GetString(0), Type: row.GetString(1)))
            .ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var selects = Layout.Where(action => columns.ContainsKey(action.Action)).Select(action =>
            $"SELECT {Sql.Literal(action.Action)}, CAST(to_json({Pack(action.Action, action.Members, columns[action.Action])}) AS VARCHAR) FROM {source} "
            + $"WHERE {Sql.Identifier(action.Action)} IS NOT NULL");
        return connection.Query(string.Join(" UNION ALL ", selects), row => Parse(row.GetString(0), row.GetString(1), files[0]))
            .OfType<LogAction>().ToList();
    }

    /// <summary>Writes the checkpoint and the hint to it; doing it again for the same version is harmless.</summary>
    public static void Write(DeltaSnapshot snapshot, DeltaOptions options)
    {
        var folder = LogFolder.PathOf(snapshot.TablePath);
        var id = options.NewId().ToString("N");
        var json = Path.Combine(folder, $".checkpoint.{id}.json.tmp");
        var parquet = Path.Combine(folder, $".checkpoint.{id}.parquet.tmp");
        var actions = Actions(snapshot, options.Time.GetUtcNow() - TombstoneRetention).ToList();
        try
        {
            File.WriteAllBytes(json, ActionWriter.Write(actions));
            var columns = string.Join(", ", Layout.Select(action => $"{Sql.Identifier(action.Action)}: {Sql.Literal($"STRUCT({string.Join(", ", action.Members)})")}"));
            using (var connection = WorkbookDatabase.Open(new DatabaseOptions()))
                connection.Execute(
                    $"COPY (SELECT * FROM read_json({LakePath.File(json)}, format = 'newline_delimited', maximum_object_size = 268435456, columns = {{{columns}}})) "
                    + $"TO {LakePath.Target(parquet)} (FORMAT parquet, COMPRESSION zstd)");
            CommitFile.Sync(parquet);
            var bytes = new FileInfo(parquet).Length;
            File.Move(parquet, LogFolder.CheckpointPath(snapshot.TablePath, snapshot.Version), overwrite: true);
            CommitFile.Replace(Path.Combine(folder, "_last_checkpoint"),
                JsonSerializer.SerializeToUtf8Bytes(new { version = snapshot.Version, size = actions.Count, sizeInBytes = bytes, numOfAddFiles = snapshot.Files.Count }),
                options.NewId());
        }
        finally
        {
            File.Delete(json);
            File.Delete(parquet);
        }
    }

    private static IEnumerable<LogAction> Actions(DeltaSnapshot snapshot, DateTimeOffset keepTombstonesFrom)
    {
        yield return new() { Protocol = snapshot.Protocol };
        yield return new() { Metadata = snapshot.Metadata };
        foreach (var transaction in snapshot.State.Transactions.Values.OrderBy(entry => entry.AppId, StringComparer.Ordinal))
            yield return new() { Transaction = transaction };
        foreach (var tombstone in snapshot.State.Tombstones.Values.OrderBy(file => file.Path, StringComparer.Ordinal))
            if (tombstone.DeletionTimestamp is { } deleted && deleted > keepTombstonesFrom.ToUnixTimeMilliseconds())
                yield return new() { Remove = tombstone with { DataChange = false } };
        foreach (var file in snapshot.Files)
            yield return new() { Add = file with { DataChange = false } };
    }

    /// <summary>Only the members that both sides know, so that parsed statistics and the like aren't turned to JSON for nothing.</summary>
    private static string Pack(string action, string[] members, string sqlType)
    {
        var present = ((DeltaType.Struct)SqlTypes.Parse(sqlType, action)).Fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var wanted = members.Select(member => member.Split(' ')[0]).Concat(AlsoRead).Where(present.Contains);
        return $"{{{string.Join(", ", wanted.Select(member => $"{Sql.Literal(member)}: {Sql.Identifier(action)}.{Sql.Identifier(member)}"))}}}";
    }

    private static LogAction? Parse(string action, string json, string file)
    {
        using var document = JsonDocument.Parse(json);
        return ActionReader.Read(action, document.RootElement, file);
    }
}
