using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta.Data;

namespace Workbook.Delta.Operations;

/// <summary>Delete and update by copy on write: only files that hold a matching row are written anew.</summary>
internal static class RewriteRows
{
    public static DeltaWrite Delete(DeltaTable table, DuckDBConnection connection, string predicate)
    {
        var transaction = table.StartTransaction();
        var snapshot = transaction.Snapshot;
        var touched = Touched(connection, snapshot, predicate);
        if (touched.Count == 0) return DeltaWrite.Nothing(snapshot);
        var files = StageDelete(connection, transaction, snapshot.Schema, predicate, table.Options, touched);
        transaction.Add(files);
        var deleted = touched.Sum(file => file.Matched);
        return WriteCommit.Run(transaction, files, "DELETE", WriteCommit.Parameters(("predicate", WriteCommit.Json([predicate]))), new Dictionary<string, long>
        {
            ["numRemovedFiles"] = touched.Count,
            ["numAddedFiles"] = files.Count,
            ["numDeletedRows"] = deleted,
            ["numCopiedRows"] = files.Sum(file => file.RecordCount ?? 0),
        });
    }

    public static DeltaWrite Update(DeltaTable table, DuckDBConnection connection, IReadOnlyDictionary<string, string> assignments, string? predicate)
    {
        var transaction = table.StartTransaction();
        var snapshot = transaction.Snapshot;
        var condition = predicate ?? "true";
        var values = assignments.Select(assignment => (Field: snapshot.Column(assignment.Key), assignment.Value)).ToList();
        var touched = Touched(connection, snapshot, condition);
        if (touched.Count == 0) return DeltaWrite.Nothing(snapshot);
        Stage(connection, transaction, touched, condition);

        var target = $"{Scan.Relation(snapshot, [.. touched.Select(file => file.File)])} AS target";
        var casts = QueryRows.Assign(connection, target, values);
        var columns = snapshot.Schema.Fields.Select(field =>
        {
            var name = Sql.Identifier(field.Name);
            var index = values.FindIndex(value => value.Field == field);
            return index < 0 ? name : $"CASE WHEN __delta_hit THEN {casts[index]} ELSE {name} END AS {name}";
        });
        var relation = $"(SELECT {string.Join(", ", columns)} FROM (SELECT *, ({condition}) IS TRUE AS __delta_hit FROM {target}) AS target)";
        var files = DataFileWriter.Write(connection, snapshot.TablePath, snapshot.Schema, snapshot.PartitionColumns, relation, table.Options);
        transaction.Add(files);
        var updated = touched.Sum(file => file.Matched);
        return WriteCommit.Run(transaction, files, "UPDATE", WriteCommit.Parameters(("predicate", WriteCommit.Json([condition]))), new Dictionary<string, long>
        {
            ["numRemovedFiles"] = touched.Count,
            ["numAddedFiles"] = files.Count,
            ["numUpdatedRows"] = updated,
            ["numCopiedRows"] = files.Sum(file => file.RecordCount ?? 0) - updated,
        });
    }

    /// <summary>Stages the removal of the matching rows and returns the files with the rows that stay, not staged yet.</summary>
    public static IReadOnlyList<AddFile> StageDelete(DuckDBConnection connection, DeltaTransaction transaction, DeltaSchema schema, string predicate, DeltaOptions options) =>
        StageDelete(connection, transaction, schema, predicate, options, Touched(connection, transaction.Snapshot, predicate));

    public static long Count(DuckDBConnection connection, DeltaSnapshot snapshot, DeltaSchema schema, IReadOnlyCollection<AddFile> files, string predicate) =>
        connection.Scalar<long>($"SELECT count(*) FROM {Scan.Relation(snapshot, files, schema)} AS target WHERE {predicate}");

    private static IReadOnlyList<AddFile> StageDelete(
        DuckDBConnection connection, DeltaTransaction transaction, DeltaSchema schema, string predicate, DeltaOptions options, IReadOnlyList<TouchedFile> touched)
    {
        var snapshot = transaction.Snapshot;
        Stage(connection, transaction, touched, predicate);
        var partly = touched.Where(file => file.File.RecordCount is not { } rows || rows > file.Matched).Select(file => file.File).ToList();
        if (partly.Count == 0) return [];
        var source = Scan.Relation(snapshot, partly, schema);
        return DataFileWriter.Write(connection, snapshot.TablePath, schema, snapshot.PartitionColumns,
            $"(SELECT * FROM {source} AS target WHERE ({predicate}) IS NOT TRUE)", options);
    }

    private static void Stage(DuckDBConnection connection, DeltaTransaction transaction, IReadOnlyList<TouchedFile> touched, string predicate)
    {
        foreach (var file in touched) transaction.Remove(file.File);
        transaction.Reads(ReadScope.Matching(touched.Select(file => file.File),
            added => Count(connection, transaction.Snapshot, transaction.Snapshot.Schema, added, $"({predicate})") > 0));
    }

    /// <summary>The files with matching rows and how many; DuckDB skips the row groups whose statistics rule a match out.</summary>
    private static List<TouchedFile> Touched(DuckDBConnection connection, DeltaSnapshot snapshot, string predicate)
    {
        return connection.Query(
            $"SELECT {Scan.FileColumn}, count(*) FROM {Scan.Relation(snapshot, snapshot.Files, withOrigin: true)} AS target WHERE ({predicate}) GROUP BY 1 ORDER BY 1",
            row => new TouchedFile(snapshot.Files[row.GetInt32(0)], row.GetInt64(1))).ToList();
    }

    private sealed record TouchedFile(AddFile File, long Matched);
}
