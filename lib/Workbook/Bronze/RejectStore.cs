using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>The reject files of a lake.</summary>
public static class RejectStore
{
    /// <summary>
    /// A reject file's columns and types, as <c>CREATE TABLE</c> takes them; <c>header</c> is NULL for formats without
    /// one.
    /// </summary>
    public const string Columns =
        "src_filename VARCHAR, src_line BIGINT, column_name VARCHAR, reason VARCHAR, raw_text VARCHAR, raw_bytes BLOB, header VARCHAR, rejected_at TIMESTAMP, batch BIGINT";

    /// <summary>The record's bytes as they came.</summary>
    public const string RawSql = "coalesce(raw_bytes, encode(raw_text))";

    /// <summary>The file for the rejects of one part of a batch, such as <c>batch-000012-003.parquet</c>.</summary>
    public static string PartFile(LakeFolder lake, string source, long batch, int part) =>
        Path.Combine(lake.RejectsOf(source), $"batch-{batch:D6}-{part:D3}.parquet");

    /// <summary>The reject files of a source, oldest batch first; empty where nothing is rejected.</summary>
    public static IReadOnlyList<string> Files(LakeFolder lake, string source) => Directory.Exists(lake.RejectsOf(source))
        ? [.. Directory.EnumerateFiles(lake.RejectsOf(source), "*.parquet").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>All rejects of a source that has some.</summary>
    public static string ScanSql(LakeFolder lake, string source) => Scan(Files(lake, source));

    internal static string Scan(IReadOnlyList<string> files) => $"read_parquet({LakePath.Files(files)}, hive_partitioning = false)";

    /// <summary>Takes the superseded files' rejects out of the earlier batches. Doing it twice is doing it once.</summary>
    internal static void Drop(LakeFolder lake, JournalEntry entry)
    {
        foreach (var file in entry.ObsoleteRejects)
            File.Delete(Path.Combine(lake.RejectsOf(entry.Source), file));
        if (entry.Superseded.Count == 0)
            return;
        var files = Files(lake, entry.Source);
        if (files.Count == 0)
            return;
        using var connection = WorkbookDatabase.Open();
        SupersededFiles.Name(connection, entry.Superseded);
        var isKept = $"(batch >= {entry.Batch} OR {SupersededFiles.IsKept})";
        foreach (var (number, gone, kept) in SupersededFiles.Count(connection, files, isKept))
        {
            var file = files[number];
            if (gone == 0)
                continue;
            if (kept > 0)
            {
                connection.Execute($"COPY (SELECT * FROM read_parquet({LakePath.File(file)}, hive_partitioning = false) WHERE {isKept}) TO {LakePath.Target(file + ".tmp")} (FORMAT parquet, COMPRESSION zstd)");
                File.Move(file + ".tmp", file, overwrite: true);
            }
            else
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Removes what a batch that was never committed left behind.</summary>
    public static void Undo(LakeFolder lake, string source, long batch) => Delete(lake, source, $"batch-{batch:D6}-*");

    /// <summary>Removes what a part of such a batch has written.</summary>
    internal static void Undo(LakeFolder lake, string source, long batch, int part) => Delete(lake, source, $"batch-{batch:D6}-{part:D3}.*");

    private static void Delete(LakeFolder lake, string source, string pattern)
    {
        if (!Directory.Exists(lake.RejectsOf(source)))
            return;
        foreach (var file in Directory.EnumerateFiles(lake.RejectsOf(source), pattern))
            File.Delete(file);
    }
}
