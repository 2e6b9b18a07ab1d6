using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents.Json;

/// <summary>One member or item as it stands in the file: white space, name and colon, value, white space.</summary>
/// <param name="Name">Null for an array's item.</param>
/// <param name="Lead">Where the white space before it begins.</param>
/// <param name="Stop">The comma or bracket after it.</param>
internal readonly record struct JsonPart(string? Name, int Lead, JsonSlice Value, int Stop);

/// <summary>
/// A value's own text within a JSON text that has been checked before. Reading goes one level deep at a time, so that
/// megabytes of output cost no more than a walk over them.
/// </summary>
internal readonly partial record struct JsonSlice(string Text, int Start, int End)
{
    public static readonly JsonDocumentOptions Strict = new() { MaxDepth = 1000, AllowDuplicateProperties = false };

    public ReadOnlySpan<char> Span => Text.AsSpan(Start, End - Start);

    public bool IsObject => Text[Start] == '{';

    public bool IsArray => Text[Start] == '[';

    public bool IsString => Text[Start] == '"';

    /// <summary>Half an emoji (a lone surrogate), which Python writes and .NET can't read, becomes U+FFFD; the slice itself keeps it.</summary>
    public JsonNode? ToNode() => JsonNode.Parse(Readable(Span.ToString()), documentOptions: Strict);

    public static string Readable(string json) =>
        json.Contains(@"\ud", StringComparison.OrdinalIgnoreCase) ? Escapes().Replace(json, match => match.Length == 6 ? @"\ufffd" : match.Value) : json;

    /// <summary>Of an object or array, in the order of the file.</summary>
    public List<JsonPart> Parts()
    {
        var parts = new List<JsonPart>();
        var (isObject, position) = (IsObject, Start + 1);
        while (true)
        {
            var lead = position;
            position = SkipSpace(position);
            if (Text[position] is '}' or ']')
                return parts;
            string? name = null;
            if (isObject)
            {
                var end = SkipString(position);
                name = JsonSerializer.Deserialize<string>(Readable(Text[position..end]));
                position = SkipSpace(SkipSpace(end) + 1);
            }
            var value = new JsonSlice(Text, position, SkipValue(position));
            position = SkipSpace(value.End);
            parts.Add(new JsonPart(name, lead, value, position));
            if (Text[position] == ',')
                position++;
        }
    }

    /// <summary>The whole text's value.</summary>
    public static JsonSlice Whole(string text)
    {
        var all = new JsonSlice(text, 0, text.Length);
        var start = all.SkipSpace(0);
        return new JsonSlice(text, start, all.SkipValue(start));
    }

    private int SkipSpace(int position)
    {
        while (position < Text.Length && Text[position] is ' ' or '\n' or '\r' or '\t')
            position++;
        return position;
    }

    private int SkipString(int position)
    {
        for (position++; Text[position] != '"'; position++)
            if (Text[position] == '\\')
                position++;
        return position + 1;
    }

    private int SkipValue(int position)
    {
        var depth = 0;
        do
        {
            switch (Text[position])
            {
                case '"':
                    position = SkipString(position);
                    break;
                case '{' or '[':
                    (depth, position) = (depth + 1, position + 1);
                    break;
                case '}' or ']':
                    (depth, position) = (depth - 1, position + 1);
                    break;
                case ',' or ':' or ' ' or '\n' or '\r' or '\t':
                    position++;
                    break;
                default:
                    while (position < Text.Length && Text[position] is not (',' or '}' or ']' or ' ' or '\n' or '\r' or '\t'))
                        position++;
                    break;
            }
        }
        while (depth > 0);
        return position;
    }

    // A pair, a lone half, or any other escape: taken in turn, so that a backslash that is itself escaped starts nothing.
    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.")]
    private static partial Regex Escapes();
}
