using System.Text;
using DuckDB.NET.Native;
using Workbook.Contracts;
using static DuckDB.NET.Native.NativeMethods;

namespace Workbook.Bronze.Scanning;

/// <summary>The one pass over the files: fills DuckDB's chunks, takes the rejects back, keeps the account of each file.</summary>
/// <remarks>
/// The rejection mostly comes back before the next chunk is asked for, while the bytes still lie in the reader's buffer:
/// that is where a reject's raw text is taken from. But DuckDB puts small chunks aside and filters them together later,
/// so the records of a chunk that was not judged by then are kept.
/// </remarks>
internal sealed unsafe class ScanPass : IDisposable
{
    private readonly SourceContract _contract;
    private readonly Column[] _columns;
    private readonly MissingWords?[] _missing;
    private readonly string[] _faultCodes;
    private readonly byte[][] _faultTexts;
    private readonly IReadOnlyList<ScanFile> _files;
    private readonly Dictionary<string, string> _refusedPaths;
    private readonly CancellationToken _cancellation;
    private readonly RejectPages _rejects;
    private readonly RecordReader _reader;
    private readonly RecordBatch _batch = new();
    private readonly RecordBatch _path = new();
    private readonly List<ScannedFile> _done = [];
    private readonly long[] _rejected;
    private readonly Dictionary<long, Record> _unjudged = [];

    private byte[] _fileName = [];
    private int _file = -1;
    private bool _open;
    private long _read;
    private long _firstRow;
    private bool _batchIsJudged;
    private bool _started;

    public ScanPass(
        SourceContract contract, IReadOnlyList<ScanFile> files, Dictionary<string, string> refusedPaths,
        RejectPages rejects, CancellationToken cancel)
    {
        _contract = contract;
        _columns = [.. contract.Columns, .. contract.LaterColumns];
        _missing = [.. _columns.Select(MissingWords.Of)];
        _faultCodes = ScanFaults.Codes(_columns);
        _faultTexts = [.. _faultCodes.Select(Encoding.UTF8.GetBytes)];
        _files = files;
        _rejected = new long[files.Count];
        _refusedPaths = refusedPaths;
        _rejects = rejects;
        _cancellation = cancel;
        _reader = RecordReader.For(contract);
    }

    public IReadOnlyList<ScannedFile> Files => [.. _done.Select((file, index) => file with { RowsRejected = _rejected[index] })];

    /// <summary>What a callback threw; DuckDB only saw its message.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The columns of the table function, in the order in which <see cref="Fill"/> writes them.</summary>
    public IEnumerable<(string Name, ColumnType Type)> Columns =>
    [
        .. _columns.Select(column => (column.Name, column.Type)),
        .. _contract.PathColumns.Select(column => (column.Name, column.Type)),
        ("src_filename", ColumnType.Text), ("src_line", ColumnType.Int64), ("src_row_hash", ColumnType.Int64),
        ("_fault", ColumnType.Text), ("_row", ColumnType.Int64),
    ];

    public void Start()
    {
        if (_started)
            throw new WorkbookException($"A scan of '{_contract.Name}' runs once: its files were read already. Make a new one.");
        _started = true;
    }

    /// <summary>Writes the next rows and says how many; 0 at the end.</summary>
    public int Fill(DuckDBDataChunk chunk)
    {
        _cancellation.ThrowIfCancellationRequested();
        KeepUnjudged();
        _firstRow += _batch.Count;
        _batch.Count = 0;
        while (!_open || !ReadBatch())
        {
            if (_open)
                Finish(refusal: null);
            if (_file + 1 == _files.Count)
                return 0;
            _file++;
            OpenFile();
            _cancellation.ThrowIfCancellationRequested();
        }

        _read += _batch.Count;
        Write(chunk);
        return _batch.Count;
    }

    /// <summary>Called for each row that is not accepted.</summary>
    public void Reject(string reason, long row)
    {
        var record = IsInBatch(row) ? InBatch(row)
            : _unjudged.TryGetValue(row, out var kept) ? kept
            : throw new InvalidOperationException($"Row {row} is judged a second time: its record is gone.");
        var point = reason.LastIndexOf('.');
        _rejected[record.File]++;
        _rejects.Add(new RejectedRecord(_files[record.File].RelativePath, record.Line, reason[..point], reason[(point + 1)..], record.Raw, record.Header)
        {
            FileIndex = record.File,
        });
    }

    /// <summary>Called with all rows of a chunk that was filtered, accepted or not.</summary>
    public void Judged(ReadOnlySpan<long> rows)
    {
        foreach (var row in rows)
        {
            if (IsInBatch(row))
            {
                _batchIsJudged = true;
                break; // the rest of a chunk of the batch, or after it, is the batch's too
            }

            _unjudged.Remove(row);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _batch.Dispose();
        _path.Dispose();
    }

    private void KeepUnjudged()
    {
        for (var row = _firstRow; !_batchIsJudged && IsInBatch(row); row++)
            _unjudged.Add(row, InBatch(row));
        _batchIsJudged = false;
    }

    private bool IsInBatch(long row) => row >= _firstRow && row < _firstRow + _batch.Count;

    private Record InBatch(long row) => new(_file, _batch.Lines[row - _firstRow], _batch.Raw((int)(row - _firstRow)).ToArray(), _reader.Header);

    private void OpenFile()
    {
        var file = _files[_file];
        try
        {
            _read = 0;
            _open = true;
            _fileName = Encoding.UTF8.GetBytes(file.RelativePath);
            _reader.Open(file, _batch);
            if (_refusedPaths.TryGetValue(file.RelativePath, out var broken))
                throw new RefusedFileException(broken);
            ReadPath(file.RelativePath);
        }
        catch (Exception fault) when (fault is RefusedFileException or IOException or UnauthorizedAccessException)
        {
            Finish(Refusal(fault));
        }
    }

    private bool ReadBatch()
    {
        try
        {
            return _reader.Read(_batch);
        }
        catch (Exception fault) when (fault is RefusedFileException or IOException or UnauthorizedAccessException)
        {
            _batch.Count = 0;
            if (_read > 0)
                throw new InterruptedFileException(_file, Invariant($"{Refusal(fault)} Its first {_read:N0} rows were read already: run the batch again without this file."), fault);
            Finish(Refusal(fault));
            return false;
        }
    }

    private string Refusal(Exception fault) => fault is RefusedFileException
        ? $"{_files[_file].RelativePath} {fault.Message}"
        : $"{_files[_file].RelativePath} can't be read: {fault.Message} Deliver it again, or correct its permissions.";

    private void Finish(string? refusal)
    {
        if (!_open)
            return;
        _open = false;
        var hash = "";
        try
        {
            hash = _reader.Hash() ?? "";
        }
        catch (Exception fault) when (refusal is not null && fault is RefusedFileException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // The file can't be read to its end, as the refusal says.
        }

        _done.Add(new ScannedFile(_files[_file].RelativePath, _reader.Bytes, hash, _read, 0, refusal, _reader.Header, _reader.Notes));
    }

    /// <summary>The path's values as a batch of one row, which <see cref="ColumnWriter"/> turns into a column as any other.</summary>
    private void ReadPath(string relativePath)
    {
        var columns = _contract.PathColumns;
        if (columns.Count == 0)
            return;
        var values = PathColumns.Values(_contract, relativePath);
        _path.Shape(columns.Count);
        _path.Clear();
        _path.Count = 1;
        for (var i = 0; i < values.Length; i++)
        {
            var field = _path.Fields[i * RecordBatch.Capacity] = _path.Copy(values[i]);
            if (!ColumnWriter.IsValue(columns[i].Type, _path.At(field), field.Length))
                throw new RefusedFileException(
                    $"lies in the folder '{columns[i].Name}={Encoding.UTF8.GetString(values[i])}', which is {columns[i].Type.MismatchReason.Replace('_', ' ')}. Move it to the right folder.");
        }
    }

    private void Write(DuckDBDataChunk chunk)
    {
        var rows = _batch.Count;
        var output = 0;
        for (var column = 0; column < _columns.Length; column++)
        {
            var vector = Vector(chunk, output++);
            if (_reader.FieldOfColumn[column] is var field and >= 0)
                ColumnWriter.Write(_columns[column].Type, vector, _batch, field, ScanFaults.Mismatch(column), _missing[column]);
            else
                ColumnWriter.WriteNulls(vector, rows);
        }

        for (var column = 0; column < _contract.PathColumns.Count; column++)
        {
            var vector = Vector(chunk, output++);
            ColumnWriter.Write(_contract.PathColumns[column].Type, vector, _path, column, fault: 0);
            ColumnWriter.Repeat(_contract.PathColumns[column].Type, vector, rows);
        }

        FaultUnknown(rows);
        WriteFileName(Vector(chunk, output++), rows);
        _batch.Lines.AsSpan(0, rows).CopyTo(Longs(Vector(chunk, output++), rows));
        WriteHashes(Longs(Vector(chunk, output++), rows));
        WriteFaults(Vector(chunk, output++), rows);
        var numbers = Longs(Vector(chunk, output), rows);
        for (var row = 0; row < numbers.Length; row++)
            numbers[row] = _firstRow + row;
    }

    private void FaultUnknown(int rows)
    {
        foreach (var field in _reader.UnknownFields)
            for (var row = 0; row < rows; row++)
                if (_batch.Fields[(field * RecordBatch.Capacity) + row].Length > 0)
                    _batch.Fault(row, ScanFaults.UnknownColumn);
    }

    private void WriteFileName(nint vector, int rows)
    {
        fixed (byte* name = _fileName)
            Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, 0, name, _fileName.Length);
        ColumnWriter.Repeat(ColumnType.Text, vector, rows);
    }

    private void WriteHashes(Span<long> hashes)
    {
        for (var row = 0; row < hashes.Length; row++)
            hashes[row] = (long)XxHash64.Hash(_batch.Raw(row));
    }

    private void WriteFaults(nint vector, int rows)
    {
        ColumnWriter.WriteNulls(vector, rows);
        if (!_batch.HasFaults)
            return;
        var validity = Vectors.DuckDBVectorGetValidity(vector);
        for (var row = 0; row < rows; row++)
        {
            if (_batch.Faults[row] == 0)
                continue;
            validity[row >> 6] |= 1ul << (row & 63);
            var text = _faultTexts[_batch.Faults[row]];
            fixed (byte* bytes = text)
                Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)row, bytes, text.Length);
        }
    }

    private static nint Vector(DuckDBDataChunk chunk, int column) => DataChunks.DuckDBDataChunkGetVector(chunk, column);

    private static Span<long> Longs(nint vector, int rows) => new(Vectors.DuckDBVectorGetData(vector), rows);

    private readonly record struct Record(int File, long Line, byte[] Raw, string? Header);
}
