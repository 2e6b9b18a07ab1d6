using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbook.Delta.Log;

/// <summary>The JSON text of an add's stats: bounds that are never tighter than the data.</summary>
internal static class FileStatistics
{
    private const int StringLimit = 32;

    // Appended to a cut-off maximum so that it still is one, as Spark does.
    private const string AboveEveryCharacter = "\U0010FFFF";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static long? RecordCount(string? stats)
    {
        if (stats is null) return null;
        using var document = JsonDocument.Parse(stats);
        return document.RootElement.TryGetProperty("numRecords", out var count) ? count.GetInt64() : null;
    }

    public static string Write(DeltaSchema schema, long rows, IReadOnlyDictionary<string, ColumnRange> columns)
    {
        var known = schema.Fields.Where(field => !field.Type.IsNested && columns.ContainsKey(field.Name))
            .Select(field => (field.Name, field.Type, Range: columns[field.Name])).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", rows);
            json.WriteStartObject("minValues");
            foreach (var (name, type, range) in known) WriteBound(json, name, Bound(type, range.Min, upper: false));
            json.WriteEndObject();
            json.WriteStartObject("maxValues");
            foreach (var (name, type, range) in known) WriteBound(json, name, Bound(type, range.Max, upper: true));
            json.WriteEndObject();
            json.WriteStartObject("nullCount");
            foreach (var (name, _, range) in known)
                if (range.NullCount is { } nulls) json.WriteNumber(name, nulls);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>DuckDB's text of a value as the protocol's JSON; null where the protocol has no such bound.</summary>
    /// <param name="upper">Whether to round away from the data upwards or downwards.</param>
    internal static string? Bound(DeltaType type, string? text, bool upper) => (text, type) switch
    {
        (null, _) => null,
        (_, DeltaType.Decimal) => text,
        (_, DeltaType.Primitive { Name: "long" or "integer" or "short" or "byte" }) => text,
        (_, DeltaType.Primitive { Name: "float" or "double" }) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? text : null,
        (_, DeltaType.Primitive { Name: "date" }) => text.Length == 10 ? Quote(text) : null,
        (_, DeltaType.Primitive { Name: "timestamp" }) => Timestamp(text, upper),
        (_, DeltaType.Primitive { Name: "string" }) => Quote(Shorten(text, upper)),
        // Booleans and binary have a null count but no bounds.
        _ => null,
    };

    private static string? Timestamp(string text, bool upper)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value))
            return null;
        var excess = value.Ticks % TimeSpan.TicksPerMillisecond;
        if (upper && excess > 0)
        {
            // In the last millisecond of 9999 there is none above: no bound is a bound that nothing breaks.
            if (value > DateTimeOffset.MaxValue.AddMilliseconds(-1)) return null;
            value = value.AddTicks(TimeSpan.TicksPerMillisecond);
        }
        return Quote(value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    private static string Shorten(string text, bool upper)
    {
        var length = 0;
        for (var characters = 0; length < text.Length && characters < StringLimit; characters++)
            length += char.IsHighSurrogate(text[length]) ? 2 : 1;
        if (length == text.Length) return text;
        return upper ? text[..length] + AboveEveryCharacter : text[..length];
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, Quoting);

    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void WriteBound(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null) return;
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
