using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Workbook.Models.Jinja;

/// <summary>JSON as Python's json module writes it: a space behind , and :, and only ASCII letters.</summary>
internal static class JinjaJson
{
    public static string Write(object? value, bool sortKeys = false, int? indent = null)
    {
        var text = new StringBuilder();
        Write(text, value, sortKeys, indent, 0);
        return text.ToString();
    }

    public static object? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new JinjaFault($"Not JSON: {error.Message}");
        }
    }

    private static object? Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var dict = new JinjaDict();
                foreach (var property in element.EnumerateObject()) dict[property.Name] = Read(property.Value);
                return dict;
            case JsonValueKind.Array: return element.EnumerateArray().Select(Read).ToList();
            case JsonValueKind.String: return element.GetString();
            case JsonValueKind.Number: return element.TryGetInt64(out var whole) ? (object)whole : element.GetDouble();
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            default: return null;
        }
    }

    private static void Write(StringBuilder text, object? value, bool sortKeys, int? indent, int depth)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new JinjaFault("A value contains itself and has no JSON");
        switch (value)
        {
            case null: text.Append("null"); break;
            case bool flag: text.Append(flag ? "true" : "false"); break;
            case string letters: Quote(text, letters); break;
            case long or double: text.Append(JinjaText.Str(value) switch { "nan" => "NaN", "inf" => "Infinity", "-inf" => "-Infinity", var number => number }); break;
            // Python's json refuses these; a number and a date have one obvious text.
            case decimal: text.Append(JinjaText.Str(value)); break;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly: Quote(text, JinjaText.Str(value)); break;
            case JinjaDict dict:
                var entries = dict.Select(entry => (Key: KeyText(entry.Key), entry.Value));
                if (sortKeys) entries = entries.OrderBy(entry => entry.Key, StringComparer.Ordinal);
                Group(text, '{', '}', [.. entries], indent, depth, entry =>
                {
                    Quote(text, entry.Key);
                    text.Append(": ");
                    Write(text, entry.Value, sortKeys, indent, depth + 1);
                });
                break;
            case List<object?> or JinjaTuple:
                Group(text, '[', ']', JinjaValue.Items(value), indent, depth, item => Write(text, item, sortKeys, indent, depth + 1));
                break;
            case JinjaUndefined undefined: throw undefined.Fault();
            default: throw new JinjaFault($"A value of type {JinjaText.TypeName(value)} has no JSON: {JinjaText.Repr(value)}");
        }
    }

    private static void Group<T>(StringBuilder text, char open, char close, IReadOnlyList<T> items, int? indent, int depth, Action<T> write)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) text.Append(indent is null ? ", " : ",");
            if (indent is { } width) text.Append('\n').Append(' ', width * (depth + 1));
            write(items[i]);
        }
        if (indent is { } outer && items.Count > 0) text.Append('\n').Append(' ', outer * depth);
        text.Append(close);
    }

    private static string KeyText(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool flag => flag ? "true" : "false",
        long or double or decimal => JinjaText.Str(key),
        _ => throw new JinjaFault($"A key of JSON must be a string, but found {JinjaText.Repr(key)}"),
    };

    private static void Quote(StringBuilder text, string letters)
    {
        text.Append('"');
        foreach (var letter in letters)
            switch (letter)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append(@"\\"); break;
                case '\n': text.Append(@"\n"); break;
                case '\r': text.Append(@"\r"); break;
                case '\t': text.Append(@"\t"); break;
                case '\b': text.Append(@"\b"); break;
                case '\f': text.Append(@"\f"); break;
                case < ' ' or > '~' and not '\u007f': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"); break;
                default: text.Append(letter); break;
            }
        text.Append('"');
    }
}
