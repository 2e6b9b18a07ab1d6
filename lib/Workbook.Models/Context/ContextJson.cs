using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;

namespace Workbook.Models.Context;

/// <summary>Values of templates as JSON, and back.</summary>
internal static class ContextJson
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(object? value, bool sorted = false) => ToNode(value, sorted)?.ToJsonString(Readable) ?? "null";

    public static object? Read(string json)
    {
        try
        {
            return FromNode(JsonNode.Parse(json));
        }
        catch (JsonException fault)
        {
            throw new WorkbookException($"fromjson was given what is not JSON: {fault.Message}", fault);
        }
    }

    public static JsonNode? ToNode(object? value, bool sorted = false) => value switch
    {
        null or JinjaUndefined => null,
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        JinjaDict map => new JsonObject((sorted ? map.OrderBy(entry => JinjaText.Str(entry.Key), StringComparer.Ordinal) : map.AsEnumerable())
            .Select(entry => KeyValuePair.Create(JinjaText.Str(entry.Key), ToNode(entry.Value, sorted)))),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => ToNode(item, sorted))]),
        _ => JsonValue.Create(JinjaText.Str(value)),
    };

    private static object? FromNode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var dict = new JinjaDict();
                foreach (var (key, value) in map)
                    dict[key] = FromNode(value);
                return dict;
            case JsonArray list:
                return list.Select(FromNode).ToList();
            case JsonValue value when value.TryGetValue(out string? text):
                return text;
            case JsonValue value when value.TryGetValue(out bool flag):
                return flag;
            case JsonValue value when value.TryGetValue(out long number):
                return number;
            case JsonValue value:
                return value.GetValue<double>();
            default:
                return null;
        }
    }
}
