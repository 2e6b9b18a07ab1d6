using System.Globalization;

namespace Workbook.Contracts.Files;

/// <summary><c>logicalTypeOptions</c> as rules on a column's values. Those that bronze doesn't check are kept as they are.</summary>
internal static class ContractOptions
{
    /// <summary>Checked by bronze; any other is a promise that it only keeps.</summary>
    public static readonly IReadOnlySet<string> Checked = new HashSet<string> { "pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" };

    public static Column Read(Column column, string? logical, ContractNode options, RuleEffect effect)
    {
        var (what, keys, kept) = column.Type.Kind switch
        {
            ColumnKind.Text => ("a text's options", (string[])["pattern", "minLength", "maxLength"], logical switch
            {
                "object" => (string[])["maxProperties", "minProperties", "required"],
                "array" => ["maxItems", "minItems", "uniqueItems"],
                _ => ["format"],
            }),
            ColumnKind.Boolean => ("the options of a BOOLEAN", [], ["format"]),
            ColumnKind.Date => ("the options of a DATE", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], ["format"]),
            ColumnKind.Timestamp => ("the options of a TIMESTAMPTZ", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], ["format", "timezone", "defaultTimezone"]),
            _ => ("a number's options", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], ["multipleOf", "format"]),
        };
        options.RequireKeys(what, [.. keys, .. kept]);
        column = column with { Kept = [.. column.Kept, .. options.Keep("logicalTypeOptions.", kept)] };
        switch (column.Type.Kind)
        {
            case ColumnKind.Text:
                if (options.Text("pattern") is { } pattern)
                    column = column.Matching(pattern, effect);
                var (least, most) = (options.Whole("minLength"), options.Whole("maxLength"));
                return least is null && most is null ? column : column.Long(least, most, effect);
            case ColumnKind.Boolean:
                return column;
            case ColumnKind.Date or ColumnKind.Timestamp:
                foreach (var (low, high, isExclusive) in new[] { ("minimum", "maximum", false), ("exclusiveMinimum", "exclusiveMaximum", true) })
                    if ((Instant(column, options, low), Instant(column, options, high)) is var (earliest, latest) && (earliest ?? latest) is not null)
                        column = column.During(earliest, latest, isExclusive, effect);
                return column;
            default:
                if ((options.Number("minimum"), options.Number("maximum")) is var (from, to) && (from ?? to) is not null)
                    column = column.Within(from, to, effect);
                return (options.Number("exclusiveMinimum"), options.Number("exclusiveMaximum")) is var (above, below) && (above ?? below) is not null ? column.Inside(above, below, effect) : column;
        }
    }

    /// <summary>What it is in a contract's file; nothing for a rule that the options have no words for.</summary>
    public static IEnumerable<(string Key, object? Value)> Write(ColumnKind kind, RuleShape? shape) => shape switch
    {
        RuleShape.Pattern pattern => [("pattern", pattern.Expression)],
        RuleShape.Length length => [("minLength", length.Minimum), ("maxLength", length.Maximum)],
        RuleShape.Range { IsExclusive: true } range => [("exclusiveMinimum", range.Minimum), ("exclusiveMaximum", range.Maximum)],
        RuleShape.Range range => [("minimum", range.Minimum), ("maximum", range.Maximum)],
        RuleShape.Period { IsExclusive: true } period => [("exclusiveMinimum", Text(kind, period.Earliest)), ("exclusiveMaximum", Text(kind, period.Latest))],
        RuleShape.Period period => [("minimum", Text(kind, period.Earliest)), ("maximum", Text(kind, period.Latest))],
        _ => [],
    };

    /// <summary>The rule that reading the options gives for the shape; null where they have no words for it.</summary>
    public static Rule? RuleOf(Column column, RuleShape? shape, RuleEffect effect) => (shape, column.Type.Kind) switch
    {
        (RuleShape.Pattern pattern, ColumnKind.Text) => column.Matching(pattern.Expression, effect).Rules[^1],
        (RuleShape.Length length, ColumnKind.Text) => column.Long(length.Minimum, length.Maximum, effect).Rules[^1],
        (RuleShape.Period period, ColumnKind.Date or ColumnKind.Timestamp) => column.During(period.Earliest, period.Latest, period.IsExclusive, effect).Rules[^1],
        (RuleShape.Range { IsExclusive: true } range, ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double) => column.Inside(range.Minimum, range.Maximum, effect).Rules[^1],
        (RuleShape.Range range, ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double) => column.Within(range.Minimum, range.Maximum, effect).Rules[^1],
        _ => null,
    };

    /// <summary>As a contract writes a day or an instant.</summary>
    public static string? Text(ColumnKind kind, DateTime? value) => value is not { } instant ? null
        : kind == ColumnKind.Date ? instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTime? Instant(Column column, ContractNode options, string key)
    {
        if (options.Text(key) is not { } text)
            return null;
        var isDay = column.Type.Kind == ColumnKind.Date;
        var (isRead, value) = isDay
            ? (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), day)
            : (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) && text.Length >= 10 && text[4] == '-', instant.UtcDateTime);
        if (isRead && value.Ticks % TimeSpan.TicksPerMicrosecond == 0)
            return value;
        options.Fault($"'{key}' must be {(isDay ? "a day such as 2024-01-31" : "an instant such as 2024-01-31T23:59:59Z, with microseconds at most")}; found '{text}'.", key);
        return null;
    }
}
