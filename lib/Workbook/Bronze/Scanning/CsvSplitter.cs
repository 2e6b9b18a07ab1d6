using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Workbook.Bronze.Scanning;

/// <summary>
/// Finds where the fields of CSV records begin and end: separators (commas, mostly), LF or CRLF, quotes doubled within quotes. Looks at 32
/// bytes at a time for the few that mean something.
/// </summary>
/// <remarks>
/// A quote that is never closed, or is followed by garbage, voids one physical line only: the next line is read as a
/// record again, so that a stray quote doesn't swallow the file.
/// </remarks>
/// <param name="separator">An ASCII character; neither a quote nor a line end.</param>
internal sealed unsafe class CsvSplitter(byte separator)
{
    /// <summary>How far a closing quote may lie from the opening one.</summary>
    private const int LongestQuotedText = 1 << 20;

    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>The physical line at which the next record begins.</summary>
    public long Line { get; set; } = 1;

    /// <summary>Adds records to the batch until it has <paramref name="limit"/> or the bytes run out.</summary>
    /// <param name="last">No bytes follow after <paramref name="end"/>: what stands there ends a record.</param>
    /// <returns>Where the next record begins; equal to <paramref name="from"/> if the bytes don't hold a whole one.</returns>
    public int Split(byte* data, int from, int end, bool last, RecordBatch batch, int limit)
    {
        var fields = batch.Fields;
        var comma = separator; // a local, so that the loop keeps it in a register
        var expected = batch.FieldCount;
        var row = batch.Count;
        var record = from;      // where the record begins
        var start = from;       // where its current field begins
        var count = 0;          // its fields so far
        var innerLines = 0;     // line feeds within its quotes
        var block = from;
        var marks = row < limit && from < end ? Marks(data + block, comma) : 0;
        while (row < limit)
        {
            while (marks == 0 && (block += Vector256<byte>.Count) < end)
                marks = Marks(data + block, comma);
            var at = marks == 0 ? end : block + BitOperations.TrailingZeroCount(marks);
            marks &= marks - 1;

            int stop;
            if (at < end && data[at] == comma)
            {
                if (count < expected)
                    fields[(count * RecordBatch.Capacity) + row] = new Field((uint)start, at == start ? Field.Null : at - start);
                count++;
                start = at + 1;
                continue;
            }

            if (at >= end)
            {
                if (!last || record >= end)
                    break;
                at = end;
            }
            else if (data[at] == Quote)
            {
                if (at != start)
                    continue;
                var closing = Closing(data, at, end, last, comma, batch, out var text, out var lines);
                if (closing == MoreNeeded)
                    break;
                if (closing < 0)
                {
                    stop = IndexOf(data, LineFeed, record, end);
                    if (stop < 0 && !last)
                        break;
                    stop = stop < 0 ? end : stop;
                    AddRecord(batch, row, record, stop > record && data[stop - 1] == CarriageReturn ? stop - 1 : stop);
                    batch.Reject(row++, closing == Unclosed ? ScanFaults.UnclosedQuote : ScanFaults.MalformedQuotes);
                    Line++;
                    record = start = Math.Min(stop + 1, end);
                    count = innerLines = 0;
                    block = record;
                    marks = block < end ? Marks(data + block, comma) : 0;
                    continue;
                }

                if (count < expected)
                    fields[(count * RecordBatch.Capacity) + row] = text;
                count++;
                innerLines += lines;
                block = at = closing;
                marks = at < end ? Marks(data + block, comma) : 0;
                if (at < end && data[at] == comma)
                {
                    marks &= marks - 1;
                    start = at + 1;
                    continue;
                }

                // The line ends here, or with a CR before the LF; its last field is taken already.
                if (at < end && data[at] == CarriageReturn)
                    at++;
                if (at < end)
                    marks &= marks - 1;
                start = -1;
            }

            stop = at;
            if (stop > record && data[stop - 1] == CarriageReturn && stop > start)
                stop--;
            if (start >= 0 && (count > 0 || stop > record))
            {
                if (count < expected)
                    fields[(count * RecordBatch.Capacity) + row] = new Field((uint)start, stop == start ? Field.Null : stop - start);
                count++;
            }

            if (count > 0)
            {
                AddRecord(batch, row, record, stop);
                if (count != expected)
                    batch.Reject(row, ScanFaults.FieldCount);
                row++;
            }

            Line += 1 + innerLines;
            record = start = Math.Min(at + 1, end);
            count = innerLines = 0;
        }

        batch.Count = row;
        return record;
    }

    private const int MoreNeeded = -1;
    private const int Unclosed = -2;
    private const int Garbage = -3;

    /// <summary>Where the byte after the closing quote lies: a comma, a line end or the end; or one of the above.</summary>
    private static int Closing(byte* data, int opening, int end, bool last, byte comma, RecordBatch batch, out Field text, out int lines)
    {
        text = default;
        lines = 0;
        var from = opening + 1;
        var reach = (int)Math.Min(end, from + (long)LongestQuotedText);
        var doubled = false;
        var closing = from;
        while (true)
        {
            closing = IndexOf(data, Quote, closing, reach);
            if (closing < 0)
                return reach < end || last ? Unclosed : MoreNeeded;
            if (closing + 1 == end && !last)
                return MoreNeeded;
            if (closing + 1 >= end || data[closing + 1] != Quote)
                break;
            doubled = true;
            closing += 2;
        }

        var after = closing + 1;
        if (after < end && data[after] == CarriageReturn)
        {
            if (after + 1 == end && !last)
                return MoreNeeded;
            if (after + 1 < end && data[after + 1] != LineFeed)
                return Garbage;
        }
        else if (after < end && data[after] != comma && data[after] != LineFeed)
        {
            return Garbage;
        }

        var inner = new ReadOnlySpan<byte>(data + from, closing - from);
        lines = inner.Count(LineFeed);
        text = doubled ? Undouble(inner, batch) : new Field((uint)from, inner.Length);
        return after;
    }

    private static Field Undouble(ReadOnlySpan<byte> inner, RecordBatch batch)
    {
        var target = batch.Scratch(inner.Length);
        var length = 0;
        for (var quote = inner.IndexOf(Quote); quote >= 0; quote = inner.IndexOf(Quote))
        {
            inner[..(quote + 1)].CopyTo(target[length..]);
            length += quote + 1;
            inner = inner[(quote + 2)..];
        }

        inner.CopyTo(target[length..]);
        return batch.TakeScratch(length + inner.Length);
    }

    private void AddRecord(RecordBatch batch, int row, int record, int stop)
    {
        batch.Records[row] = new Field((uint)record, stop - record);
        batch.Lines[row] = Line;
    }

    private static int IndexOf(byte* data, byte sought, int from, int end)
    {
        if (from >= end)
            return -1;
        var found = new ReadOnlySpan<byte>(data + from, end - from).IndexOf(sought);
        return found < 0 ? -1 : from + found;
    }

    /// <summary>A bit for each of 32 bytes that is a separator, a quote or a line feed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Marks(byte* at, byte comma)
    {
        var bytes = Vector256.Load(at);
        return (Vector256.Equals(bytes, Vector256.Create(comma))
            | Vector256.Equals(bytes, Vector256.Create(Quote))
            | Vector256.Equals(bytes, Vector256.Create(LineFeed))).ExtractMostSignificantBits();
    }
}
