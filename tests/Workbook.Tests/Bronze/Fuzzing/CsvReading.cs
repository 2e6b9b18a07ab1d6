using System.Text;
using System.Text.Unicode;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>
/// CSV by RFC 4180, a byte at a time. Beyond it: what a quote makes unreadable is the physical line on which the record
/// begins, and the next line is read anew; empty lines are none; a field without anything, not even quotes, is no value.
/// </summary>
internal static class CsvReading
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Reading Read(byte[] bytes, SourceContract contract)
    {
        var at = bytes.AsSpan().StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }) ? 3 : 0;
        var end = LineEnd(bytes, at);
        var header = bytes[at..end];
        if (header.Length > 0 && header[^1] == '\r')
            header = header[..^1];
        if (at == bytes.Length)
            return Reading.Refused("empty");
        if (!Utf8.IsValid(header) || header.Contains((byte)0) || (header.Length > 1 && header[0] == 0x1F && header[1] == 0x8B))
            return Reading.Refused("no text");
        var parsed = Record(header, 0, out var after, isHeader: true);
        if (parsed is null || after < header.Length || parsed.Any(field => field.IsBroken))
            return Reading.Refused("header");
        List<string> names = [.. (header.Length == 0 ? [""] : parsed.Select(field => field.Text ?? ""))];
        var columns = contract.Columns.Concat(contract.LaterColumns).ToList();
        if (names.Distinct().Count() != names.Count || contract.Columns.Any(column => !names.Contains(column.Name)))
            return Reading.Refused("names");
        if (contract.UnknownColumns == SchemaMode.Freeze && names.Any(name => columns.All(column => column.Name != name)))
            return Reading.Refused("unknown column");

        var rows = new List<ReadRow>();
        var line = 2L;
        for (var start = Math.Min(bytes.Length, end + 1); start < bytes.Length;)
        {
            var fields = Record(bytes, start, out var next, isHeader: false);
            if (fields is null)
            {
                // Voids its physical line.
                next = LineEnd(bytes, start);
                rows.Add(new ReadRow(line, new Dictionary<string, object?>(), BrokenBy(bytes[start..next], ["row.unclosed_quote", "row.malformed_quotes"]), []));
                line++;
            }
            else
            {
                var raw = bytes[start..next];
                if (fields.Count > 0)
                    rows.Add(Row(contract, columns, names, fields, line, raw));
                line += 1 + raw.Count(value => value == '\n');
            }

            start = next + 1;
        }

        return new Reading(rows);
    }

    private static ReadRow Row(SourceContract contract, List<Column> columns, List<string> names, List<Cell> fields, long line, byte[] raw)
    {
        var broken = BrokenBy(raw, fields.Count == names.Count ? [] : ["row.field_count"]);
        if (fields.Any(field => field.IsBroken))
            broken.Add("row.bare_carriage_return");
        if (broken.Count > 0)
            return new ReadRow(line, new Dictionary<string, object?>(), broken, []);
        var (values, mismatches) = (new Dictionary<string, object?>(), new List<string>());
        foreach (var column in columns)
        {
            var place = names.IndexOf(column.Name);
            var text = place < 0 ? null : fields[place].Text;
            if (text is null || column.MissingValues.Contains(text))
                continue;
            if (StrictText.Value(column.Type, text) is { } value)
                values[column.Name] = value;
            else
                mismatches.Add($"{column.Name}.{column.Type.MismatchReason}");
        }

        return ReadRow.Of(contract, line, values, mismatches);
    }

    private static List<string> BrokenBy(byte[] raw, List<string> faults)
    {
        if (!Utf8.IsValid(raw))
            faults.Add("row.invalid_utf8");
        if (raw.Contains((byte)0))
            faults.Add("row.nul_byte");
        return faults;
    }

    private static int LineEnd(byte[] bytes, int from)
    {
        var end = Array.IndexOf(bytes, (byte)'\n', from);
        return end < 0 ? bytes.Length : end;
    }

    /// <param name="Text">Null for nothing at all.</param>
    /// <param name="IsBroken">It has a carriage return outside of quotes.</param>
    private readonly record struct Cell(string? Text, bool IsBroken);

    /// <param name="next">The line feed that ends the record, or the end.</param>
    /// <returns>Null where a quote isn't closed, or is followed by something else than a separator or a line's end. Nothing for an empty line.</returns>
    private static List<Cell>? Record(byte[] bytes, int start, out int next, bool isHeader)
    {
        var fields = new List<Cell>();
        var at = start;
        while (true)
        {
            var from = at;
            if (at < bytes.Length && bytes[at] == '"')
            {
                var text = new List<byte>();
                for (at++; ; at++)
                {
                    if (at >= bytes.Length)
                    {
                        next = at;
                        return null;
                    }

                    if (bytes[at] != '"')
                        text.Add(bytes[at]);
                    else if (at + 1 < bytes.Length && bytes[at + 1] == '"')
                        text.Add(bytes[at++]);
                    else
                        break;
                }

                at++;
                fields.Add(new Cell(Text([.. text]), IsBroken: false));
                if (!isHeader && at < bytes.Length && bytes[at] == '\r' && (at + 1 == bytes.Length || bytes[at + 1] == '\n'))
                    at++;
            }
            else
            {
                while (at < bytes.Length && bytes[at] != ',' && bytes[at] != '\n')
                    at++;
                var isEnd = at >= bytes.Length || bytes[at] == '\n';
                var stop = isEnd && !isHeader && at > from && bytes[at - 1] == '\r' ? at - 1 : at;
                if (isEnd && fields.Count == 0 && stop == from)
                {
                    next = at;
                    return fields;
                }

                var field = bytes[from..stop];
                fields.Add(new Cell(field.Length == 0 ? null : Text(field), field.Contains((byte)'\r')));
            }

            next = at;
            if (at >= bytes.Length || bytes[at] == '\n')
                return fields;
            if (bytes[at] != ',')
                return null;
            at++;
        }
    }

    /// <summary>Invalid bytes are told by the row as a whole.</summary>
    private static string Text(byte[] bytes) => Utf8.IsValid(bytes) ? Strict.GetString(bytes) : "";
}
