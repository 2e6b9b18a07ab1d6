using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>Ingests Parquet files: a bad one is found out by itself, so that it doesn't take the others with it.</summary>
internal static class ParquetPart
{
    public static PartResult Read(BatchPart part)
    {
        var clock = Stopwatch.StartNew();
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1, MemoryLimit = "1GB" });
        var refused = part.Files.Select(file => (File: file, Refusal: Refusal(connection, part, file))).Where(pair => pair.Refusal is not null).ToList();
        try
        {
            return Read(connection, part, refused, clock);
        }
        catch (DuckDBException)
        {
            // Some file is damaged behind a sound footer: read each to its end to learn which.
            var damaged = Readable(part, refused).Select(file => (File: file, Refusal: Damage(connection, file))).Where(pair => pair.Refusal is not null).ToList();
            if (damaged.Count == 0)
                throw;
            return Read(connection, part, [.. refused, .. damaged], clock);
        }
    }

    private static PartResult Read(DuckDBConnection connection, BatchPart part, List<(RawFile File, string? Refusal)> refused, Stopwatch clock)
    {
        var files = Readable(part, refused);
        var outcomes = refused.Select(pair => new FileOutcome(pair.File, HashOf(pair.File), 0, 0, pair.Refusal)).ToList();
        if (files.Count == 0)
            return new PartResult([], outcomes, new Dictionary<string, long>(), clock.Elapsed.TotalSeconds);

        var list = LakePath.Files(files.Select(file => file.FullPath));
        var relation = $"read_parquet({list}, union_by_name = true, hive_partitioning = false, file_row_number = true)";
        var names = $"[{string.Join(", ", files.Select(file => Sql.Literal(file.Path)))}][CAST(file_index AS BIGINT) + 1]";
        var types = ColumnarRows.TypesOf(connection, relation).Where(type => type.Key != "file_row_number").ToDictionary();
        var rows = ColumnarRows.Select(part.Source, $"(SELECT *, file_index FROM {relation})", types, names, "file_row_number + 1");
        using var rejects = new RejectWriter(part.RejectFile, part.Batch, part.Now);
        var rejected = ColumnarRows.Reject(connection, rows, rejects);
        var added = part.Write(connection, $"SELECT {ColumnarRows.Kept(part.Source)}, {part.IngestionTimestamp} FROM ({rows}) WHERE _rejection IS NULL");
        rejects.Complete();
        outcomes.AddRange(files.Select(file => new FileOutcome(
            file, HashOf(file), connection.Scalar<long>($"SELECT num_rows FROM parquet_file_metadata({LakePath.File(file.FullPath)})"),
            rejected.GetValueOrDefault(file.Path), null)));
        return new PartResult(added, outcomes, rejects.ByCode, clock.Elapsed.TotalSeconds);
    }

    private static List<RawFile> Readable(BatchPart part, List<(RawFile File, string? Refusal)> refused) =>
        [.. part.Files.Except(refused.Select(pair => pair.File))];

    private static string? Refusal(DuckDBConnection connection, BatchPart part, RawFile file)
    {
        if (Directory.Exists(file.FullPath))
            return "expected a Parquet file but found a folder. Move the folder away, or correct the contract's path.";
        try
        {
            var found = ColumnarRows.TypesOf(connection, $"read_parquet({LakePath.File(file.FullPath)}, hive_partitioning = false)");
            return ColumnarRows.Refusal(part.Source, [.. found.Keys]);
        }
        catch (Exception fault) when (fault is DuckDBException or IOException or UnauthorizedAccessException)
        {
            return $"can't be read as Parquet: {FirstLine(fault)} Ask for the file again.";
        }
    }

    private static string? Damage(DuckDBConnection connection, RawFile file)
    {
        try
        {
            connection.Execute($"SELECT count(*), bit_xor(hash(row)) FROM read_parquet({LakePath.File(file.FullPath)}) row");
            return null;
        }
        catch (DuckDBException fault)
        {
            return $"is damaged: {FirstLine(fault)} Ask for the file again.";
        }
    }

    private static string HashOf(RawFile file)
    {
        try
        {
            return RawFiles.ContentHash(file.FullPath);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string FirstLine(Exception fault) => fault.Message.Split('\n')[0];
}
