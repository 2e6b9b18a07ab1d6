using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>Ingests Parquet files: a bad one is found out by itself, so that it doesn't take the others with it.</summary>
internal static class ParquetPart
{
    public static PartResult Read(BatchPart part, IngestionOptions options)
    {
        var clock = Stopwatch.StartNew();
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1, MemoryLimit = "1GB" });
        ColumnarRows.DistrustStatistics(connection);
        var inspected = part.Files.Select(file => Inspect(connection, part, file)).ToList();
        try
        {
            return Read(connection, part, options, inspected, clock);
        }
        catch (DuckDBException)
        {
            // Some file is damaged behind a sound footer: read each to its end to learn which.
            var again = inspected.Select(file => file.Refusal is null ? file with { Refusal = Damage(connection, file.File) } : file).ToList();
            if (again.SequenceEqual(inspected))
                throw;
            return Read(connection, part, options, again, clock);
        }
    }

    private static PartResult Read(DuckDBConnection connection, BatchPart part, IngestionOptions options, List<InspectedFile> inspected, Stopwatch clock)
    {
        var outcomes = inspected.Where(file => file.Refusal is not null).Select(file => new FileOutcome(file.File, HashOf(file.File), 0, 0, file.Refusal)).ToList();
        var files = inspected.Where(file => file.Refusal is null).ToList();
        if (files.Count == 0)
            return new PartResult([], outcomes, new Dictionary<string, long>(), clock.Elapsed.TotalSeconds);

        var rows = string.Join(" UNION ALL ", files.GroupBy(file => file.Signature).Select(alike => Rows(part, [.. alike])));
        using var rejects = new RejectWriter(options.DryRun ? null : part.RejectFile, part.Batch, part.Now);
        var rejected = ColumnarRows.Reject(connection, rows, rejects);
        var added = part.Write(connection, $"SELECT {ColumnarRows.Kept(part.Source)}, {part.IngestionTimestamp} FROM ({rows}) WHERE _rejection IS NULL");
        rejects.Complete();
        outcomes.AddRange(files.Select(file => new FileOutcome(
            file.File, HashOf(file.File), connection.Scalar<long>($"SELECT num_rows FROM parquet_file_metadata({LakePath.File(file.File.FullPath)})"),
            rejected.GetValueOrDefault(file.File.Path), null) { Notes = ColumnarRows.Discarded(part.Source, file.Types.Keys), Rejected = rejects.First.Of(file.File.Path) }));
        return new PartResult(added, outcomes, rejects.ByCode, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Files with the same types in one scan. Files of other types would give the column a type between them, and round its values.</summary>
    private static string Rows(BatchPart part, List<InspectedFile> alike)
    {
        var relation = $"read_parquet({LakePath.Files(alike.Select(file => file.File.FullPath))}, union_by_name = true, hive_partitioning = false, file_row_number = true)";
        var names = $"[{string.Join(", ", alike.Select(file => Sql.Literal(file.File.Path)))}][CAST(file_index AS BIGINT) + 1]";
        var (renamed, types) = ColumnarRows.Renamed(part.Source, $"(SELECT *, file_index FROM {relation})", alike[0].Types);
        return ColumnarRows.Select(part.Source, renamed, types, names, "file_row_number + 1");
    }

    private static InspectedFile Inspect(DuckDBConnection connection, BatchPart part, RawFile file)
    {
        if (Directory.Exists(file.FullPath))
            return new InspectedFile(file, "expected a Parquet file but found a folder. Move the folder away, or correct the contract's path.");
        try
        {
            var types = ColumnarRows.TypesOf(connection, $"read_parquet({LakePath.File(file.FullPath)}, hive_partitioning = false)");
            return new InspectedFile(file, ColumnarRows.Refusal(part.Source, [.. types.Keys])) { Types = types };
        }
        catch (Exception fault) when (fault is DuckDBException or IOException or UnauthorizedAccessException)
        {
            return new InspectedFile(file, $"can't be read as Parquet: {FirstLine(fault)} Ask for the file again.");
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

    private sealed record InspectedFile(RawFile File, string? Refusal)
    {
        /// <summary>The file's columns with their DuckDB types.</summary>
        public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>();

        /// <summary>Equal where two files have the same columns of the same types.</summary>
        public string Signature => string.Join('\n', Types.OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => $"{type.Key} {type.Value}"));
    }
}
