using System.Text.Unicode;
using System.Text;
using DuckDB.NET.Data;
using Workbook.Bronze.Scanning;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>
/// The rejects of one part on their way to a Parquet file below <c>lake/_rejects/source</c>. The original text is kept
/// to the byte: <c>raw_text</c>, and <c>raw_bytes</c> too where the bytes are no valid text.
/// </summary>
internal sealed class RejectWriter(string path, long batch, DateTime now) : IDisposable
{
    private readonly Dictionary<string, long> _byCode = [];
    private readonly FirstRejects _first = new();
    private DuckDBConnection? _connection;
    private CheckedAppender? _appender;

    public IReadOnlyDictionary<string, long> ByCode => _byCode;

    public FirstRejects First => _first;

    public void Add(IReadOnlyList<RejectedRecord> page)
    {
        foreach (var reject in page)
            Add(reject);
    }

    public void Add(RejectedRecord reject)
    {
        if (_connection is null)
        {
            _connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
            _connection.Execute($"CREATE TABLE rejects ({RejectStore.Columns})");
            _appender = new CheckedAppender(_connection, "rejects");
        }

        var isText = Utf8.IsValid(reject.Raw) && Array.IndexOf(reject.Raw, (byte)0) < 0;
        var text = Encoding.UTF8.GetString(reject.Raw).Replace('\0', '\uFFFD');
        _appender!.AddRow(reject.File, reject.Line, reject.Column, reject.Reason, text, isText ? null : reject.Raw, reject.Header, now, batch);
        var code = $"{reject.Column}.{reject.Reason}";
        _byCode[code] = _byCode.GetValueOrDefault(code) + 1;
        _first.Add(reject.File, code, reject.Line, text);
    }

    /// <summary>Writes the file; none where nothing was rejected.</summary>
    public void Complete()
    {
        if (_connection is null)
            return;
        _appender!.Complete();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _connection.Execute($"COPY (FROM rejects ORDER BY ALL) TO {LakePath.Target(path + ".tmp")} (FORMAT parquet, COMPRESSION zstd)");
        File.Move(path + ".tmp", path, overwrite: true);
    }

    public void Dispose()
    {
        _appender?.Dispose();
        _connection?.Dispose();
    }
}

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
    public static void Undo(LakeFolder lake, string source, long batch)
    {
        if (!Directory.Exists(lake.RejectsOf(source)))
            return;
        foreach (var file in Directory.EnumerateFiles(lake.RejectsOf(source), $"batch-{batch:D6}-*"))
            File.Delete(file);
    }
}
