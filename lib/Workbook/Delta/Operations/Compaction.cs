using System.Text.Json;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta.Data;

namespace Workbook.Delta.Operations;

/// <summary>Optimize: small files of one partition become one file with the same rows.</summary>
internal static class Compaction
{
    public static DeltaWrite Run(DeltaTable table, DuckDBConnection connection, long targetBytes, string? where)
    {
        var transaction = table.StartTransaction();
        var snapshot = transaction.Snapshot;
        var bins = Bins(where is null ? snapshot.Files : InPartitions(connection, snapshot, where), snapshot, targetBytes);
        if (bins.Count == 0) return DeltaWrite.Nothing(snapshot);

        transaction.Reads(ReadScope.Files(bins.SelectMany(bin => bin)));
        var files = new List<AddFile>();
        try
        {
            foreach (var bin in bins)
            {
                foreach (var file in bin) transaction.Remove(file, dataChange: false);
                files.AddRange(DataFileWriter.Write(connection, snapshot.TablePath, snapshot.Schema, snapshot.PartitionColumns,
                    Scan.Relation(snapshot, bin), table.Options, dataChange: false));
            }
        }
        catch
        {
            DataFileWriter.Discard(snapshot.TablePath, files);
            throw;
        }
        transaction.Add(files);
        return WriteCommit.Run(transaction, files, "OPTIMIZE",
            WriteCommit.Parameters(("predicate", WriteCommit.Json(where is null ? [] : [where]))),
            new Dictionary<string, long>
            {
                ["numRemovedFiles"] = bins.Sum(bin => bin.Count),
                ["numAddedFiles"] = files.Count,
                ["numRemovedBytes"] = bins.Sum(bin => bin.Sum(file => file.Size)),
                ["numAddedBytes"] = files.Sum(file => file.Size),
            });
    }

    /// <summary>Files to write together, smallest first, up to the target; a file alone isn't worth a rewrite.</summary>
    private static List<List<AddFile>> Bins(IEnumerable<AddFile> files, DeltaSnapshot snapshot, long targetBytes)
    {
        var bins = new List<List<AddFile>>();
        var partitions = files.Where(file => file.Size < targetBytes)
            .GroupBy(file => JsonSerializer.Serialize(snapshot.PartitionColumns.Select(column => file.PartitionValues.GetValueOrDefault(column))))
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var partition in partitions)
        {
            long filled = long.MaxValue;
            foreach (var file in partition.OrderBy(file => file.Size).ThenBy(file => file.Path, StringComparer.Ordinal))
            {
                if (filled > targetBytes - file.Size)
                {
                    bins.Add([]);
                    filled = 0;
                }
                bins[^1].Add(file);
                filled += file.Size;
            }
        }
        return [.. bins.Where(bin => bin.Count > 1)];
    }

    private static List<AddFile> InPartitions(DuckDBConnection connection, DeltaSnapshot snapshot, string where)
    {
        if (snapshot.PartitionColumns.Count == 0)
            throw new WorkbookException($"Delta table '{snapshot.TablePath}' has no partition columns, so it can't be optimized in part. Leave the predicate out.");
        if (snapshot.Files.Count == 0) return [];
        var fields = snapshot.PartitionColumns.Select(column => snapshot.Schema.Find(column)!).ToList();
        var rows = snapshot.Files.Select((file, index) => $"({index}, {string.Join(", ", fields.Select(field => PartitionValue.ToSql(field, file, snapshot.PartitionTimeZone)))})");
        var sql = $"""
            SELECT __delta_index FROM (
                SELECT __delta_index, {string.Join(", ", fields.Select((field, index) => $"CAST(p{index} AS {field.Type.Sql}) AS {Sql.Identifier(field.Name)}"))}
                FROM (VALUES {string.Join(", ", rows)}) v(__delta_index, {string.Join(", ", fields.Select((_, index) => $"p{index}"))}))
            WHERE ({where})
            """;
        try
        {
            return connection.Query(sql, row => snapshot.Files[row.GetInt32(0)]).ToList();
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException(
                $"Delta table '{snapshot.TablePath}' can be optimized by partition only, expected a predicate over ({string.Join(", ", snapshot.PartitionColumns)}) "
                + $"but found ({where}): {fault.Message}", fault);
        }
    }
}
