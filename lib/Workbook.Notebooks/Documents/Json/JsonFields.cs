using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Documents.Json;

internal static class JsonFields
{
    /// <summary>Null if something on the way is missing or of another type.</summary>
    public static string? Text(this JsonObject json, params ReadOnlySpan<string> path)
    {
        JsonNode? node = json;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    /// <summary>Null if it is missing or no whole number.</summary>
    public static int? Number(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>A new field goes to its place in the alphabet, as nbformat sorts them.</summary>
    public static void Put(this JsonObject json, string name, JsonNode? value)
    {
        var index = json.IndexOf(name);
        if (index >= 0)
            json[index] = value;
        else
            json.Insert(json.TakeWhile(field => string.CompareOrdinal(field.Key, name) < 0).Count(), name, value);
    }
}
