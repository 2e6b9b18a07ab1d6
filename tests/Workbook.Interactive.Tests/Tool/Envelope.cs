using System.Text.Json.Nodes;

namespace Workbook.Interactive.Tests.Tool;

/// <summary>One event of .NET Interactive's protocol.</summary>
internal sealed record Envelope(string Type, JsonObject Event, string? Token)
{
    /// <returns>Null for a line that is no event: the tool greets on its first start.</returns>
    public static Envelope? Parse(string line) => line.StartsWith('{') && JsonNode.Parse(line) is JsonObject json && (string?)json["eventType"] is { } type
        ? new Envelope(type, json["event"]?.AsObject() ?? [], (string?)json["command"]?["token"])
        : null;

    public static string Command(string type, string token, JsonObject command) =>
        new JsonObject { ["token"] = token, ["commandType"] = type, ["command"] = command }.ToJsonString();

    /// <summary>What is shown, by MIME type.</summary>
    public Dictionary<string, string> Forms => (Event["formattedValues"] as JsonArray ?? []).ToDictionary(form => (string)form!["mimeType"]!, form => (string?)form!["value"] ?? "");
}
