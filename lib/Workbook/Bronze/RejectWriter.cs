using System.Text;
using System.Text.Unicode;
using DuckDB.NET.Data;
using Workbook.Bronze.Scanning;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>
/// The rejects of one part on their way to Parquet files below <c>lake/_rejects/source</c>, a file for each page of some
/// megabytes, so that a delivery of nothing but rejects takes no more memory than another. The original text is kept to the
/// byte: <c>raw_text</c>, and <c>raw_bytes</c> too where the bytes are no valid text.
/// </summary>
/// <param name="path">Of the first page; the next have their number before the ending. Null counts the rejects and writes none.</param>
internal sealed class RejectWriter(string? path, long batch, DateTime now) : IDisposable
{
    private const long PageBytes = 32L << 20;
    private const int RowBytes = 64;

    private readonly Dictionary<string, long> _byCode = [];
    private readonly FirstRejects _first = new();
    private readonly List<string> _pages = [];
    private DuckDBConnection? _connection;
    private CheckedAppender? _appender;
    private long _bytes;

    public IReadOnlyDictionary<string, long> ByCode => _byCode;

    public FirstRejects First => _first;

    public void Add(IReadOnlyList<RejectedRecord> page)
    {
        foreach (var reject in page)
            Add(reject);
    }

    public void Add(RejectedRecord reject)
    {
        var isText = Utf8.IsValid(reject.Raw) && Array.IndexOf(reject.Raw, (byte)0) < 0;
        var text = Encoding.UTF8.GetString(reject.Raw).Replace('\0', '\uFFFD');
        var code = $"{reject.Column}.{reject.Reason}";
        _byCode[code] = _byCode.GetValueOrDefault(code) + 1;
        _first.Add(reject.File, code, reject.Line, text);
        if (path is null)
            return;
        Page().AddRow(reject.File, reject.Line, reject.Column, reject.Reason, text, isText ? null : reject.Raw, reject.Header, now, batch);
        _bytes += reject.Raw.Length + RowBytes;
        if (_bytes >= PageBytes)
            Turn();
    }

    /// <summary>Gives the files their names, which no reader sees before; none where nothing was rejected.</summary>
    public void Complete()
    {
        if (_appender is not null)
            Turn();
        foreach (var page in _pages)
            File.Move(page + ".tmp", page, overwrite: true);
        _pages.Clear();
    }

    public void Dispose()
    {
        _appender?.Dispose();
        _connection?.Dispose();
        foreach (var page in _pages)
            File.Delete(page + ".tmp");
    }

    private CheckedAppender Page()
    {
        if (_appender is not null)
            return _appender;
        _connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
        _connection.Execute($"CREATE TABLE rejects ({RejectStore.Columns})");
        return _appender = new CheckedAppender(_connection, "rejects");
    }

    /// <summary>Writes what has come, and begins with an empty table of a database of its own: one that was emptied keeps its memory.</summary>
    private void Turn()
    {
        _appender!.Complete();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var page = _pages.Count == 0 ? path! : Path.ChangeExtension(path, Invariant($".{_pages.Count:D4}.parquet"))!;
        _pages.Add(page);
        _connection!.Execute($"COPY (FROM rejects ORDER BY ALL) TO {LakePath.Target(page + ".tmp")} (FORMAT parquet, COMPRESSION zstd)");
        _appender.Dispose();
        _connection!.Dispose();
        (_appender, _connection, _bytes) = (null, null, 0);
    }
}
