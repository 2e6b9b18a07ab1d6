using System.Text;
using System.Text.Unicode;
using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

/// <summary>CSV with a header line: commas or the contract's separator, double quotes, LF or CRLF, UTF-8 with or without a byte order mark.</summary>
internal sealed unsafe class CsvReader(SourceContract contract) : TextReader
{
    private readonly CsvSplitter _splitter = new((byte)contract.Separator);

    protected override long Line { set => _splitter.Line = value; }

    protected override void Start(RecordBatch batch, string? header)
    {
        Header = header ?? HeaderLine();
        var names = CsvHeader.Names(Header, contract.Separator);
        FieldOfColumn = CsvHeader.Map(contract, names, out var notes);
        UnknownFields = CsvHeader.Unknown(contract, names.Count, FieldOfColumn);
        Notes = notes;
        batch.Shape(names.Count);
        _splitter.Line = 2;
    }

    protected override int Split(RecordBatch batch, int end, bool last, int limit)
    {
        var before = batch.Count;
        Buffer.Start = _splitter.Split(Buffer.Data, Buffer.Start, end, last, batch, limit);
        return batch.Count - before;
    }

    /// <summary>By a carriage return outside of quotes, where a line must have ended.</summary>
    protected override bool IsBroken(ReadOnlySpan<byte> record)
    {
        var (isQuoted, isStart) = (false, true);
        for (var at = 0; at < record.Length; at++)
        {
            if (isQuoted)
            {
                // A doubled quote ends the text and begins it again.
                isQuoted = record[at] != '"' || (at + 1 < record.Length && record[at + 1] == '"' && ++at > 0);
                continue;
            }

            if (record[at] == '\r')
                return true;
            // Within a field a quote is a character as any other.
            isQuoted = isStart && record[at] == '"';
            isStart = record[at] == contract.Separator;
        }

        return false;
    }

    private string HeaderLine()
    {
        int end;
        while ((end = Buffer.Window.IndexOf((byte)'\n')) < 0 && !Buffer.Last)
            Buffer.Fill();
        if (Buffer.Window.IsEmpty)
            throw new RefusedFileException($"is empty: expected a header with {CsvHeader.Expected(contract)}. Deliver it again, or remove it.");

        var line = end < 0 ? Buffer.Window : Buffer.Window[..end];
        Buffer.Start += end < 0 ? line.Length : end + 1;
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        if (line.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            throw new RefusedFileException("is compressed with gzip: expected plain text. Unpack it.");
        if (line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new RefusedFileException("is UTF-16: expected UTF-8. Export it again as UTF-8.");
        if (IsBroken(line))
            throw new RefusedFileException("has lines that end in CR alone: expected LF or CRLF. Convert its line ends.");
        if (!Utf8.IsValid(line) || line.Contains((byte)0))
            throw new RefusedFileException($"begins with bytes that are no UTF-8 text: expected a header with {CsvHeader.Expected(contract)}. Deliver it as UTF-8.");
        return Encoding.UTF8.GetString(line);
    }
}
