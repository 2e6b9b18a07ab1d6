using System.Text.Encodings.Web;
using System.Text.Json;
using Workbook.Query;

namespace Workbook.Cli.Output;

/// <summary>An array with an object a row. Numbers keep all their digits; those that JSON doesn't have (NaN, infinity) are null.</summary>
internal static class JsonOutput
{
    public static void Write(TextWriter output, QueryResult result)
    {
        var names = Unique(result.Columns.Select(column => column.Name)).Select(name => Text(name) + ":").ToList();
        var row = new string?[result.Columns.Count];
        var separator = "[\n";
        while (result.Read(row))
        {
            output.Write(separator);
            output.Write('{');
            for (var index = 0; index < row.Length; index++)
            {
                if (index > 0)
                    output.Write(',');
                output.Write(names[index]);
                output.Write(Value(row[index], result.Columns[index].Kind));
            }
            output.Write('}');
            separator = ",\n";
        }
        output.Write(separator == "[\n" ? "[]\n" : "\n]\n");
    }

    private static string Value(string? value, ValueKind kind) => value is null ? "null" : kind switch
    {
        ValueKind.Number => IsFinite(value) ? value : "null",
        ValueKind.Boolean => value.ToLowerInvariant(),
        ValueKind.Nested when IsJson(value) => value,
        _ => Text(value),
    };

    private static bool IsFinite(string number) => char.IsAsciiDigit(number[^1]);

    // What to_json makes of an infinite number within a list is no JSON.
    private static bool IsJson(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Text(string value) => $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>A second column of one name would hide the first from most readers.</summary>
    private static IEnumerable<string> Unique(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var unique = name;
            for (var number = 1; !taken.Add(unique); number++)
                unique = $"{name}_{number}";
            yield return unique;
        }
    }
}
