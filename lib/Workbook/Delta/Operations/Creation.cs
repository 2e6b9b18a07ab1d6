using Workbook.Delta.Data;
using Workbook.Delta.Log;

namespace Workbook.Delta.Operations;

/// <summary>What defines a table: its first commit and later columns.</summary>
internal static class Creation
{
    /// <returns>The partition columns as the schema spells them.</returns>
    public static IReadOnlyList<string> Check(string table, DeltaSchema schema, IReadOnlyList<string> partitionColumns)
    {
        var partitions = new List<string>();
        foreach (var column in partitionColumns)
        {
            var field = schema.Find(column) ?? throw new WorkbookException(
                $"Delta table '{table}' can't be partitioned by '{column}': the schema has {string.Join(", ", schema.Fields.Select(known => known.Name))}.");
            PartitionValue.CheckPartitionable(field);
            partitions.Add(field.Name);
        }
        if (partitions.Count >= schema.Fields.Count)
            throw new WorkbookException(
                $"Delta table '{table}' needs at least one column besides its partition columns ({string.Join(", ", partitions)}), since those are not in the data files.");
        CheckStorable(schema.Fields);
        return partitions;
    }

    public static void Commit(string table, DeltaMetadata metadata, DateTimeOffset now, DeltaOptions options)
    {
        Directory.CreateDirectory(LogFolder.PathOf(table));
        var info = new CommitInfo(now.ToUnixTimeMilliseconds(), "CREATE TABLE",
            WriteCommit.Parameters(("partitionBy", WriteCommit.Json(metadata.PartitionColumns))), new Dictionary<string, string?>(), null, true, options.EngineInfo);
        var content = ActionWriter.Write([new() { Info = info }, new() { Protocol = ProtocolSupport.Written }, new() { Metadata = metadata }]);
        if (LogFolder.List(table).Latest >= 0 || !CommitFile.TryCreate(LogFolder.CommitPath(table, 0), content, now, options.NewId()))
            throw new WorkbookException($"Delta table '{table}' can't be created: it exists already. Open it, or choose another folder.");
    }

    public static long AddColumns(DeltaTable table, IReadOnlyList<DeltaField> fields)
    {
        var transaction = table.StartTransaction();
        var snapshot = transaction.Snapshot;
        foreach (var field in fields)
        {
            if (snapshot.Schema.Find(field.Name) is { } known)
                throw new WorkbookException($"Delta table '{snapshot.TablePath}' can't get the column '{field.Name}' ({field.Type}): it has '{known.Name}' ({known.Type}) already.");
            if (!field.Nullable)
                throw new WorkbookException($"Delta table '{snapshot.TablePath}' can't get the column '{field.Name}' as NOT NULL: existing rows have no value. Make it nullable.");
        }
        CheckStorable(fields);
        WriteCommit.StageSchema(transaction, new([.. snapshot.Schema.Fields, .. fields]));
        return transaction.IsEmpty ? snapshot.Version
            : transaction.Commit("ADD COLUMNS", WriteCommit.Parameters(("columns", WriteCommit.Json(fields.Select(field => $"{field.Name} {field.Type}")))));
    }

    private static void CheckStorable(IEnumerable<DeltaField> fields)
    {
        foreach (var field in fields)
            if (field.Type.Sql.Split(["TIMESTAMP WITH TIME ZONE"], StringSplitOptions.None).Any(part => part.Contains("TIMESTAMP", StringComparison.Ordinal)))
                throw new DeltaUnsupportedFeatureException("timestampNtz",
                    $"Column '{field.Name}' is a timestamp without zone, which needs the feature timestampNtz in every reader. Use 'timestamp', which is UTC.");
    }
}
