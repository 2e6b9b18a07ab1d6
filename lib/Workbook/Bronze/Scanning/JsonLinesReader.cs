using System.Text;
using System.Text.Json;
using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

/// <summary>
/// One JSON object a line. Members are taken by the contract's column names; an object or array in a text column stays
/// JSON text. A member that comes twice is a fault, because keeping either would drop the other silently.
/// </summary>
internal sealed unsafe class JsonLinesReader : TextReader
{
    private readonly byte[][] _names;
    private readonly ColumnKind[] _kinds;
    private readonly MissingWords?[] _missing;
    private readonly int _catchAll;
    private readonly ushort _unknownFault;
    private readonly List<(int Start, int Length)> _unknown = [];
    private long _line;

    public JsonLinesReader(SourceContract contract)
    {
        var columns = contract.Columns.Concat(contract.LaterColumns).ToList();
        _names = [.. columns.Select(column => Encoding.UTF8.GetBytes(column.NameInFile))];
        _missing = [.. columns.Select(MissingWords.Of)];
        _kinds = [.. columns.Select(column => column.Type.Kind)];
        _catchAll = columns.FindIndex(column => column.Name == contract.CatchAll);
        _unknownFault = contract.UnknownColumns switch
        {
            SchemaMode.Discard => ScanFaults.None,
            SchemaMode.DiscardRow => ScanFaults.UnknownColumn,
            _ => ScanFaults.UnknownMember,
        };
        FieldOfColumn = [.. Enumerable.Range(0, columns.Count)];
    }

    protected override long Line { set => _line = value; }

    protected override void Start(RecordBatch batch, string? header)
    {
        batch.Shape(_names.Length);
        _line = 1;
    }

    protected override int Split(RecordBatch batch, int end, bool last, int limit)
    {
        var data = Buffer.Data;
        var before = batch.Count;
        while (batch.Count < limit && Buffer.Start < end)
        {
            var rest = new ReadOnlySpan<byte>(data + Buffer.Start, end - Buffer.Start);
            var length = rest.IndexOf((byte)'\n');
            if (length < 0 && !last)
                break;
            var next = Buffer.Start + (length < 0 ? rest.Length : length + 1);
            var line = length < 0 ? rest : rest[..length];
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            if (line.Length > 0)
                Add(batch, line, Buffer.Start);
            _line++;
            Buffer.Start = next;
        }

        return batch.Count - before;
    }

    private void Add(RecordBatch batch, ReadOnlySpan<byte> line, int start)
    {
        var row = batch.Count++;
        batch.Records[row] = new Field((uint)start, line.Length);
        batch.Lines[row] = _line;
        for (var field = 0; field < _names.Length; field++)
            batch.Fields[(field * RecordBatch.Capacity) + row] = new Field(0, Field.Null);
        try
        {
            // Spares most broken lines the price of an exception.
            if (!LooksLikeObject(line) || !TryRead(batch, row, line, start))
                batch.Reject(row, ScanFaults.NotJson);
        }
        catch (JsonException)
        {
            batch.Reject(row, ScanFaults.NotJson);
        }
    }

    private static bool LooksLikeObject(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t\r"u8);
        return line.Length >= 2 && line[0] == '{' && line[^1] == '}';
    }

    private bool TryRead(RecordBatch batch, int row, ReadOnlySpan<byte> line, int start)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return false;
        _unknown.Clear();
        var expected = 0;
        ulong seen = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = ColumnOf(ref json, ref expected);
            var name = (int)json.TokenStartIndex;
            json.Read();
            if (member >= 0)
            {
                if (member < 64 && (seen & (1ul << member)) != 0)
                    batch.Fault(row, ScanFaults.Repeated(member));
                seen |= 1ul << member;
                batch.Fields[(member * RecordBatch.Capacity) + row] = Value(ref json, _kinds[member], _missing[member], batch, row, start);
                continue;
            }

            var isNull = json.TokenType == JsonTokenType.Null;
            json.Skip();
            if (_catchAll >= 0)
                _unknown.Add((name, (int)json.BytesConsumed - name));
            else if (_unknownFault != ScanFaults.None && !(isNull && _unknownFault == ScanFaults.UnknownColumn))
                batch.Fault(row, _unknownFault);
        }

        if (json.Read())
            return false;
        if (_unknown.Count > 0)
            batch.Fields[(_catchAll * RecordBatch.Capacity) + row] = Gathered(batch, line);
        return true;
    }

    /// <summary>Writers keep one order of members: the one after the last is tried first.</summary>
    private int ColumnOf(ref Utf8JsonReader json, ref int expected)
    {
        for (var tries = 0; tries < _names.Length; tries++)
        {
            var column = expected++;
            if (expected == _names.Length)
                expected = 0;
            if (column != _catchAll && (json.ValueIsEscaped ? IsUnescaped(ref json, _names[column]) : json.ValueSpan.SequenceEqual(_names[column])))
                return column;
        }

        return -1;
    }

    /// <summary>Half of a surrogate pair has no UTF-8, and so no text is it.</summary>
    private static bool IsUnescaped(ref Utf8JsonReader json, ReadOnlySpan<byte> text)
    {
        try
        {
            return json.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsMissing(ref Utf8JsonReader json, MissingWords? missing)
    {
        if (missing is null || !json.ValueIsEscaped)
            return missing?.Has(json.ValueSpan) is true;
        foreach (var word in missing.Words)
            if (IsUnescaped(ref json, word))
                return true;
        return false;
    }

    private static Field Value(ref Utf8JsonReader json, ColumnKind kind, MissingWords? missing, RecordBatch batch, int row, int start)
    {
        var token = json.TokenType;
        var at = (int)json.TokenStartIndex;
        json.Skip();
        var raw = new Field((uint)(start + at), (int)json.BytesConsumed - at);
        return (token, kind) switch
        {
            (JsonTokenType.Null, _) => new Field(0, Field.Null),
            (JsonTokenType.String, _) when IsMissing(ref json, missing) => new Field(0, Field.Null),
            (JsonTokenType.String, ColumnKind.Text or ColumnKind.Date or ColumnKind.Timestamp) =>
                json.ValueIsEscaped ? Unescaped(ref json, batch, row) : new Field(raw.Start + 1, json.ValueSpan.Length),
            (JsonTokenType.StartObject or JsonTokenType.StartArray, ColumnKind.Text) => raw,
            (JsonTokenType.Number, ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double) => raw,
            (JsonTokenType.True or JsonTokenType.False, ColumnKind.Boolean) => raw,
            _ => new Field(0, Field.Mismatch),
        };
    }

    private static Field Unescaped(ref Utf8JsonReader json, RecordBatch batch, int row)
    {
        try
        {
            var target = batch.Scratch(json.ValueSpan.Length);
            var length = json.CopyString(target);
            if (target[..length].Contains((byte)0))
                batch.Fault(row, ScanFaults.NulByte);
            return batch.TakeScratch(length);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: it has no UTF-8.
            return new Field(0, Field.Mismatch);
        }
    }

    private Field Gathered(RecordBatch batch, ReadOnlySpan<byte> line)
    {
        var length = 2 + _unknown.Sum(member => member.Length) + _unknown.Count - 1;
        var target = batch.Scratch(length);
        var at = 0;
        foreach (var (from, size) in _unknown)
        {
            target[at] = at == 0 ? (byte)'{' : (byte)',';
            at++;
            line.Slice(from, size).CopyTo(target[at..]);
            at += size;
        }

        target[at] = (byte)'}';
        return batch.TakeScratch(length);
    }
}
