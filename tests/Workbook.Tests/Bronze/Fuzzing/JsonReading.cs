using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>JSON Lines by System.Text.Json's documents: each line that isn't empty is a record.</summary>
internal static class JsonReading
{
    public static Reading Read(byte[] bytes, SourceContract contract)
    {
        var at = bytes.AsSpan().StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }) ? 3 : 0;
        var rows = new List<ReadRow>();
        for (var line = 1L; at < bytes.Length; line++)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            end = end < 0 ? bytes.Length : end;
            var raw = bytes[at..(end > at && bytes[end - 1] == '\r' ? end - 1 : end)];
            if (raw.Length > 0)
                rows.Add(Row(raw, line, contract));
            at = end + 1;
        }

        return new Reading(rows);
    }

    private static ReadRow Row(byte[] raw, long line, SourceContract contract)
    {
        if (!Utf8.IsValid(raw))
            return ReadRow.Broken(line, "row.invalid_utf8");
        if (raw.Contains((byte)0))
            return ReadRow.Broken(line, "row.nul_byte");
        try
        {
            using var document = JsonDocument.Parse(raw);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Row(document.RootElement, line, contract) : ReadRow.Broken(line, "row.not_json");
        }
        catch (JsonException)
        {
            return ReadRow.Broken(line, "row.not_json");
        }
    }

    private static ReadRow Row(JsonElement row, long line, SourceContract contract)
    {
        var columns = contract.Columns.Concat(contract.LaterColumns).Where(column => column.Name != contract.CatchAll).ToList();
        var (values, faults, seen, others) = (new Dictionary<string, object?>(), new List<string>(), new HashSet<string>(), new List<string>());
        foreach (var member in row.EnumerateObject())
        {
            var name = NameOf(member);
            if (columns.Find(known => known.Name == name) is not { } column)
            {
                others.Add(member.ToString());
                continue;
            }

            if (!seen.Add(column.Name))
                faults.Add($"{column.Name}.repeated");
            if (Value(column, member.Value, faults) is { } value)
                values[column.Name] = value;
        }

        if (others.Count > 0 && contract.CatchAll is null && contract.UnknownColumns == SchemaMode.Freeze)
            faults.Add("row.unknown_member");
        if (others.Count > 0 && contract.CatchAll is { } rest)
            values[rest] = $"{{{string.Join(',', others)}}}";
        return ReadRow.Of(contract, line, values, faults);
    }

    private static object? Value(Column column, JsonElement element, List<string> faults)
    {
        var kind = column.Type.Kind;
        var isText = kind is ColumnKind.Text or ColumnKind.Date or ColumnKind.Timestamp;
        var mismatch = $"{column.Name}.{column.Type.MismatchReason}";
        string? text = null;
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                try
                {
                    text = element.GetString()!;
                }
                catch (InvalidOperationException)
                {
                    faults.Add(mismatch); // half of a surrogate pair
                    return null;
                }

                if (column.MissingValues.Contains(text))
                    return null;
                if (isText && text.Contains('\0'))
                    faults.Add("row.nul_byte");
                text = isText ? text : null;
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                text = kind == ColumnKind.Text ? element.GetRawText() : null;
                break;
            case JsonValueKind.Number:
                text = isText || kind == ColumnKind.Boolean ? null : element.GetRawText();
                break;
            default:
                text = kind == ColumnKind.Boolean ? element.GetRawText() : null;
                break;
        }

        if (text is not null && StrictText.Value(column.Type, text) is { } value)
            return value;
        faults.Add(mismatch);
        return null;
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
