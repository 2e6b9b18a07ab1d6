using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Notebooks.Runner;

/// <summary>A parameter's value as it was given.</summary>
/// <param name="Text">Plain text, or JSON: that can say null, and lists.</param>
public sealed record GivenValue(string Text, bool IsJson = false);

/// <summary>C# for a value, in the type that the notebook declares for it.</summary>
internal static class GivenLiteral
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <returns>Null where the value is none of the type.</returns>
    public static string? Of(string type, GivenValue value)
    {
        if (!value.IsJson)
            return OfText(type.TrimEnd('?'), value.Text);
        try
        {
            using var json = JsonDocument.Parse(value.Text);
            return Of(type, json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Of(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => type.EndsWith('?') || type == "string" || List(type) is not null ? "null" : null,
        JsonValueKind.Array => List(type.TrimEnd('?')) is var (list, element) ? OfList(list, element, value) : null,
        JsonValueKind.String => OfText(type.TrimEnd('?'), value.GetString()!),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => OfText(type.TrimEnd('?'), value.GetRawText()),
        _ => null,
    };

    private static string? OfList(string list, string element, JsonElement values)
    {
        var literals = values.EnumerateArray().Select(value => Of(element, value)).ToList();
        return literals.Contains(null) ? null : $"new {list} {{ {string.Join(", ", literals)} }}";
    }

    /// <summary>What to create for a type of many values, and their type.</summary>
    private static (string Created, string Element)? List(string type)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
            return (type, type[..^2]);
        var open = type.IndexOf('<');
        if (open < 0 || !type.EndsWith('>'))
            return null;
        var element = type[(open + 1)..^1];
        return type[..open] switch
        {
            "List" or "HashSet" or "SortedSet" => (type, element),
            "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" or "IList" or "ICollection" => ($"{element}[]", element),
            _ => null,
        };
    }

    private static string? OfText(string type, string text) => type switch
    {
        "string" => SymbolDisplay.FormatLiteral(text, quote: true),
        "char" => text.Length == 1 ? SymbolDisplay.FormatLiteral(text[0], quote: true) : null,
        "bool" => bool.TryParse(text, out var truth) ? (truth ? "true" : "false") : null,
        "byte" => Whole<byte>(text),
        "sbyte" => Whole<sbyte>(text),
        "short" => Whole<short>(text),
        "ushort" => Whole<ushort>(text),
        "int" => Whole<int>(text),
        "uint" => Whole<uint>(text),
        "long" => Whole<long>(text) is { } number ? number + "L" : null,
        "ulong" => Whole<ulong>(text),
        "float" => float.TryParse(text, NumberStyles.Float, Culture, out var single) ? Floating("float", single, $"{single.ToString("R", Culture)}f") : null,
        "double" => double.TryParse(text, NumberStyles.Float, Culture, out var number) ? Floating("double", number, $"{number.ToString("R", Culture)}d") : null,
        "decimal" => decimal.TryParse(text, NumberStyles.Float, Culture, out var number) ? $"{number.ToString(Culture)}m" : null,
        "DateOnly" => Date(text) is { } date ? $"new DateOnly({date.Year}, {date.Month}, {date.Day})" : null,
        "TimeOnly" => TimeOnly.TryParse(text, Culture, out var time) ? $"new TimeOnly({time.Ticks}L)" : null,
        "DateTime" => DateTime.TryParse(text, Culture, DateTimeStyles.RoundtripKind, out var moment) ? $"new DateTime({moment.Ticks}L, DateTimeKind.{moment.Kind})" : null,
        "DateTimeOffset" => DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal, out var instant) ? Invariant($"new DateTimeOffset({instant.Ticks}L, new TimeSpan({instant.Offset.Ticks}L))") : null,
        "TimeSpan" => TimeSpan.TryParse(text, Culture, out var span) ? Invariant($"new TimeSpan({span.Ticks}L)") : null,
        "Guid" => Guid.TryParse(text, out var id) ? $"new Guid(\"{id}\")" : null,
        _ => null,
    };

    private static string? Whole<T>(string text) where T : struct, IParsable<T>, System.Numerics.INumberBase<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var number) ? number.ToString(null, Culture) : null;

    private static string Floating(string type, double value, string literal) =>
        double.IsNaN(value) ? $"{type}.NaN" : double.IsInfinity(value) ? $"{type}.{(value > 0 ? "Positive" : "Negative")}Infinity" : literal;

    /// <summary>Also a day with a time of midnight, as programs without dates write it.</summary>
    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", Culture, DateTimeStyles.None, out var date) ? date
        : text.Contains('T') && DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal, out var moment) && moment.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(moment.DateTime)
        : null;
}
