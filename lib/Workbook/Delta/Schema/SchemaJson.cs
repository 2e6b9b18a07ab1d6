using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbook.Delta.Schema;

/// <summary>Spark's JSON for schemas, both ways.</summary>
internal static class SchemaJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static DeltaSchema Parse(string schemaString)
    {
        try
        {
            using var document = JsonDocument.Parse(schemaString);
            return new(((DeltaType.Struct)ReadType(document.RootElement)).Fields);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or InvalidCastException or FormatException)
        {
            throw new WorkbookException($"A Delta schema string is not Spark's JSON for a struct: {fault.Message} Found: {schemaString}", fault);
        }
    }

    public static string Write(DeltaType type)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options)) WriteType(json, type);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static DeltaType ReadType(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String) return ReadName(type.GetString()!);
        return type.GetProperty("type").GetString() switch
        {
            "struct" => new DeltaType.Struct([.. type.GetProperty("fields").EnumerateArray().Select(ReadField)]),
            "array" => new DeltaType.Array(ReadType(type.GetProperty("elementType")), type.GetProperty("containsNull").GetBoolean()),
            "map" => new DeltaType.Map(ReadType(type.GetProperty("keyType")), ReadType(type.GetProperty("valueType")), type.GetProperty("valueContainsNull").GetBoolean()),
            var other => throw new FormatException($"'{other}' is not struct, array or map."),
        };
    }

    private static DeltaType ReadName(string name)
    {
        if (name == "decimal") return new DeltaType.Decimal(10, 0);
        if (!name.StartsWith("decimal(", StringComparison.Ordinal)) return new DeltaType.Primitive(name);
        var digits = name[8..^1].Split(',');
        return new DeltaType.Decimal(int.Parse(digits[0], CultureInfo.InvariantCulture), int.Parse(digits[1], CultureInfo.InvariantCulture));
    }

    private static DeltaField ReadField(JsonElement field) => new(
        field.GetProperty("name").GetString()!,
        ReadType(field.GetProperty("type")),
        !field.TryGetProperty("nullable", out var nullable) || nullable.GetBoolean(),
        field.TryGetProperty("metadata", out var metadata) ? metadata.GetRawText() : "{}");

    private static void WriteType(Utf8JsonWriter json, DeltaType type)
    {
        switch (type)
        {
            case DeltaType.Struct row:
                json.WriteStartObject();
                json.WriteString("type", "struct");
                json.WriteStartArray("fields");
                foreach (var field in row.Fields) WriteField(json, field);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case DeltaType.Array list:
                json.WriteStartObject();
                json.WriteString("type", "array");
                json.WritePropertyName("elementType");
                WriteType(json, list.Element);
                json.WriteBoolean("containsNull", list.ContainsNull);
                json.WriteEndObject();
                break;
            case DeltaType.Map map:
                json.WriteStartObject();
                json.WriteString("type", "map");
                json.WritePropertyName("keyType");
                WriteType(json, map.Key);
                json.WritePropertyName("valueType");
                WriteType(json, map.Value);
                json.WriteBoolean("valueContainsNull", map.ValueContainsNull);
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(type.Json);
                break;
        }
    }

    private static void WriteField(Utf8JsonWriter json, DeltaField field)
    {
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        json.WritePropertyName("type");
        WriteType(json, field.Type);
        json.WriteBoolean("nullable", field.Nullable);
        json.WritePropertyName("metadata");
        json.WriteRawValue(field.Metadata);
        json.WriteEndObject();
    }
}
