using System.Text.Unicode;
using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

/// <summary>Reads the records of one file after another, a batch at a time.</summary>
internal abstract class RecordReader : IDisposable
{
    /// <summary>The batch field that holds each of the contract's columns (later ones included); -1 for one that the file lacks.</summary>
    public int[] FieldOfColumn { get; protected set; } = [];

    /// <summary>Fields of columns that the contract doesn't know, where a value in them rejects its row.</summary>
    public int[] UnknownFields { get; protected set; } = [];

    public string? Header { get; protected set; }

    public string? Notes { get; protected set; }

    public abstract long Bytes { get; }

    /// <exception cref="RefusedFileException">The file as a whole can't be read under the contract.</exception>
    public abstract void Open(ScanFile file, RecordBatch batch);

    /// <summary>False when there are no more records. The batch's bytes stay good until the next call.</summary>
    public abstract bool Read(RecordBatch batch);

    /// <summary>SHA-256 of all the file's bytes, those after a refusal included; null for records from memory.</summary>
    public abstract string? Hash();

    public abstract void Dispose();

    public static RecordReader For(SourceContract contract) => contract.Format switch
    {
        SourceFormat.Csv => new CsvReader(contract),
        SourceFormat.JsonLines => new JsonLinesReader(contract),
        SourceFormat.Xlsx => new XlsxRecords(contract),
        _ => throw new WorkbookException($"Source '{contract.Name}' is {contract.Format}, which DuckDB reads itself. Scan only Csv, JsonLines and Xlsx."),
    };
}

/// <summary>The part that CSV and JSON Lines share: bytes from a file or from rejects at hand, and their faults as text.</summary>
internal abstract unsafe class TextReader : RecordReader
{
    private const int PageBytes = 1 << 20;

    private bool _fromMemory;
    private IReadOnlyList<RawRecord> _records = [];
    private int _nextRecord;

    protected FileBuffer Buffer { get; } = new();

    public override long Bytes => _fromMemory ? _records.Sum(record => (long)record.Raw.Length) : Buffer.FileBytes;

    public override string? Hash() => _fromMemory ? null : Buffer.HashAll();

    public override void Dispose() => Buffer.Dispose();

    public sealed override void Open(ScanFile file, RecordBatch batch)
    {
        Header = Notes = null;
        _fromMemory = file.Records is not null;
        _records = file.Records ?? [];
        _nextRecord = 0;
        if (_fromMemory)
        {
            Buffer.Close();
            Start(batch, file.Header ?? "");
            return;
        }

        Buffer.Open(file.FullPath);
        if (Buffer.Window.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            Buffer.Start += 3;
        Start(batch, header: null);
    }

    public sealed override bool Read(RecordBatch batch)
    {
        batch.Clear();
        if (_fromMemory)
            SplitRecords(batch);
        else
            while (Split(batch, Buffer.End, Buffer.Last, RecordBatch.Capacity) == 0 && !Buffer.Last)
                Buffer.Fill();
        batch.Buffer = Buffer.Data;
        MarkBadText(batch);
        return batch.Count > 0;
    }

    /// <summary>Readies the batch and reads the file's header, or takes the one that is given.</summary>
    protected abstract void Start(RecordBatch batch, string? header);

    /// <summary>Adds records from the buffer's start on, moves the start past them, and says how many there were.</summary>
    protected abstract int Split(RecordBatch batch, int end, bool last, int limit);

    protected abstract long Line { set; }

    /// <summary>Whether a record that has a carriage return in it must be two.</summary>
    protected virtual bool IsBroken(ReadOnlySpan<byte> record) => false;

    private void SplitRecords(RecordBatch batch)
    {
        Buffer.Clear();
        // All bytes first: the buffer may move while it grows.
        var first = _nextRecord;
        var ends = new List<int>();
        while (_nextRecord < _records.Count && ends.Count < RecordBatch.Capacity && (ends.Count == 0 || Buffer.End < PageBytes))
        {
            Buffer.Append(_records[_nextRecord++].Raw);
            ends.Add(Buffer.End);
        }

        for (var i = 0; i < ends.Count; i++)
        {
            Line = _records[first + i].Line;
            Split(batch, ends[i], last: true, batch.Count + 1);
            Buffer.Start = ends[i];
        }
    }

    /// <summary>One test for the whole stretch; only where that fails is each record looked at.</summary>
    private void MarkBadText(RecordBatch batch)
    {
        if (batch.Count == 0)
            return;
        var first = batch.At(batch.Records[0]);
        var last = batch.Records[batch.Count - 1];
        var all = new ReadOnlySpan<byte>(first, (int)(batch.At(last) + last.Length - first));
        var valid = Utf8.IsValid(all);
        var hasNul = all.Contains((byte)0);
        var hasReturn = all.Contains((byte)'\r');
        if (valid && !hasNul && !hasReturn)
            return;
        for (var row = 0; row < batch.Count; row++)
        {
            var raw = batch.Raw(row);
            if (!valid && !Utf8.IsValid(raw))
                batch.Reject(row, ScanFaults.InvalidUtf8);
            else if (hasNul && raw.Contains((byte)0))
                batch.Reject(row, ScanFaults.NulByte);
            else if (hasReturn && batch.Faults[row] == 0 && raw.Contains((byte)'\r') && IsBroken(raw))
                batch.Reject(row, ScanFaults.BareReturn);
        }
    }
}
