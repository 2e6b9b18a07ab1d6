using DuckDB.NET.Data;
using Workbook.Delta.Data;

namespace Workbook.Delta.Operations;

/// <summary>Append and overwrite: a query's rows into new files, with or without taking the old ones out.</summary>
internal static class AppendRows
{
    public static DeltaWrite Append(DeltaTable table, DuckDBConnection connection, string query, DeltaWriteOptions options)
    {
        var snapshot = table.Snapshot();
        if (WriteCommit.IsDone(snapshot, options.Transaction)) return DeltaWrite.Nothing(snapshot);
        var transaction = table.StartTransaction(snapshot);
        var columns = QueryRows.Describe(connection, query);
        var schema = QueryRows.Evolve(snapshot.TablePath, snapshot.Schema, columns, options.MergeSchema);
        WriteCommit.StageSchema(transaction, schema);
        if (options.Transaction is { } mark) transaction.SetTransaction(mark.AppId, mark.Version);

        var files = DataFileWriter.Write(connection, snapshot.TablePath, schema, snapshot.PartitionColumns, QueryRows.Align(query, columns, schema), table.Options);
        transaction.Add(files);
        if (transaction.IsEmpty) return DeltaWrite.Nothing(snapshot);
        return WriteCommit.Run(transaction, files, "WRITE", WriteCommit.Parameters(("mode", "Append"), ("partitionBy", WriteCommit.Json(snapshot.PartitionColumns))), Metrics(files));
    }

    public static DeltaWrite Overwrite(DeltaTable table, DuckDBConnection connection, string query, string? replaceWhere, DeltaWriteOptions options)
    {
        var snapshot = table.Snapshot();
        if (WriteCommit.IsDone(snapshot, options.Transaction)) return DeltaWrite.Nothing(snapshot);
        if (replaceWhere is not null && options.OverwriteSchema)
            throw new WorkbookException($"Delta table '{snapshot.TablePath}' can't replace its schema in part: OverwriteSchema goes without replaceWhere.");
        var transaction = table.StartTransaction(snapshot);
        var columns = QueryRows.Describe(connection, query);
        var schema = options.OverwriteSchema
            ? Replacement(snapshot, columns)
            : QueryRows.Evolve(snapshot.TablePath, snapshot.Schema, columns, options.MergeSchema);
        WriteCommit.StageSchema(transaction, schema);
        if (options.Transaction is { } mark) transaction.SetTransaction(mark.AppId, mark.Version);

        var files = DataFileWriter.Write(connection, snapshot.TablePath, schema, snapshot.PartitionColumns, QueryRows.Align(query, columns, schema), table.Options).ToList();
        try
        {
            if (replaceWhere is null)
            {
                transaction.Reads(ReadScope.WholeTable);
                foreach (var file in snapshot.Files) transaction.Remove(file);
            }
            else
            {
                CheckWithin(connection, snapshot, schema, files, replaceWhere);
                files.AddRange(RewriteRows.StageDelete(connection, transaction, schema, replaceWhere, table.Options));
            }
        }
        catch
        {
            DataFileWriter.Discard(snapshot.TablePath, files);
            throw;
        }
        transaction.Add(files);
        if (transaction.IsEmpty) return DeltaWrite.Nothing(snapshot);
        return WriteCommit.Run(transaction, files, "WRITE",
            WriteCommit.Parameters(("mode", "Overwrite"), ("partitionBy", WriteCommit.Json(snapshot.PartitionColumns)), ("predicate", replaceWhere is null ? null : WriteCommit.Json([replaceWhere]))),
            Metrics(files));
    }

    private static Dictionary<string, long> Metrics(IReadOnlyCollection<AddFile> files) => new()
    {
        ["numFiles"] = files.Count,
        ["numOutputRows"] = files.Sum(file => file.RecordCount ?? 0),
        ["numOutputBytes"] = files.Sum(file => file.Size),
    };

    private static DeltaSchema Replacement(DeltaSnapshot snapshot, IReadOnlyList<(string Name, string SqlType)> columns)
    {
        var schema = DeltaSchema.FromSql(columns);
        foreach (var column in snapshot.PartitionColumns)
            if (schema.Find(column) is null)
                throw new WorkbookException($"Delta table '{snapshot.TablePath}' is partitioned by '{column}', which the query lacks. Add the column to the query.");
        return schema;
    }

    private static void CheckWithin(DuckDBConnection connection, DeltaSnapshot snapshot, DeltaSchema schema, IReadOnlyCollection<AddFile> files, string replaceWhere)
    {
        var outside = RewriteRows.Count(connection, snapshot, schema, files, $"({replaceWhere}) IS NOT TRUE");
        if (outside > 0)
            throw new WorkbookException(
                $"Delta table '{snapshot.TablePath}' expected only rows with ({replaceWhere}) but found {outside} others in the query. "
                + "Filter the query by the same predicate; nothing was replaced.");
    }
}
