using System.Text.Json;
using Workbook.Bronze.Scanning;

namespace Workbook.Bronze.Inference;

/// <summary>JSON Lines: every member of every object.</summary>
internal static unsafe class JsonProfiler
{
    /// <exception cref="WorkbookException">The file can't be read.</exception>
    public static void Read(string path, SourceProfile profile, CancellationToken cancel)
    {
        using var buffer = new FileBuffer();
        try
        {
            buffer.Open(path);
            if (buffer.Window.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
                buffer.Start += 3;
            if (buffer.Window.TrimStart(" \t\r\n"u8).StartsWith("["u8))
                throw new WorkbookException($"{path} is one JSON array: expected an object a line (JSON Lines). Write each of its items on a line of its own.");
            var seen = new HashSet<string>();
            while (true)
            {
                var length = buffer.Window.IndexOf((byte)'\n');
                if (length < 0 && !buffer.Last)
                {
                    cancel.ThrowIfCancellationRequested();
                    buffer.Fill();
                    continue;
                }

                var line = length < 0 ? buffer.Window : buffer.Window[..length];
                if (line.Trim(" \t\r"u8).Length > 0)
                    Add(line, profile, seen);
                if (length < 0)
                    break;
                buffer.Start += length + 1;
            }

            profile.Files++;
            profile.Has(seen);
        }
        catch (RefusedFileException refused)
        {
            throw new WorkbookException($"{path} {refused.Message}");
        }
    }

    private static void Add(ReadOnlySpan<byte> line, SourceProfile profile, HashSet<string> seen)
    {
        try
        {
            // Once to its end before anything is counted: a broken line is a reject as a whole.
            var check = new Utf8JsonReader(line);
            if (!check.Read() || check.TokenType != JsonTokenType.StartObject)
            {
                profile.Broken++;
                return;
            }

            check.Skip();
            if (check.Read())
            {
                profile.Broken++;
                return;
            }

            var json = new Utf8JsonReader(line);
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.GetString()!;
                seen.Add(name);
                var column = profile.Column(name);
                json.Read();
                Add(ref json, line, column);
            }

            profile.Rows++;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            profile.Broken++;
        }
    }

    private static void Add(ref Utf8JsonReader json, ReadOnlySpan<byte> line, ColumnProfile column)
    {
        var start = (int)json.TokenStartIndex;
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return;
            case JsonTokenType.String:
                column.Json.Texts++;
                Add(column, json.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan);
                return;
            case JsonTokenType.Number:
                column.Json.Numbers++;
                Add(column, json.ValueSpan);
                return;
            case JsonTokenType.True or JsonTokenType.False:
                column.Json.Truths++;
                Add(column, json.ValueSpan);
                return;
            case JsonTokenType.StartObject:
                column.Json.Objects++;
                break;
            default:
                column.Json.Arrays++;
                break;
        }

        json.Skip();
        Add(column, line[start..(int)json.BytesConsumed]);
    }

    private static void Add(ColumnProfile column, ReadOnlySpan<byte> text)
    {
        fixed (byte* at = text)
        {
            byte none;
            column.AddDelivered(at == null ? &none : at, text.Length);
        }
    }
}
