using System.Text.Json;

namespace Workbook.Delta.Log;

/// <summary>Actions from the log's JSON. Unknown actions are skipped: the protocol version says whether that is allowed.</summary>
internal static class ActionReader
{
    public static IEnumerable<LogAction> ReadCommit(string file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (ReadLine(line, file, number) is { } action) yield return action;
        }
    }

    /// <param name="name">The action's name in the protocol: <c>add</c>, <c>remove</c>, <c>metaData</c> and so on.</param>
    public static LogAction? Read(string name, JsonElement value, string file) => name switch
    {
        "protocol" => new LogAction { Protocol = ReadProtocol(value) },
        "metaData" => new LogAction { Metadata = ReadMetadata(value) },
        "add" => new LogAction { Add = ReadAdd(value, file) },
        "remove" => new LogAction { Remove = ReadRemove(value) },
        "txn" => new LogAction { Transaction = new(Required(value, "appId"), Long(value, "version") ?? 0, Long(value, "lastUpdated")) },
        "commitInfo" => new LogAction { Info = ReadInfo(value) },
        _ => null,
    };

    private static LogAction? ReadLine(string line, string file, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            foreach (var property in document.RootElement.EnumerateObject())
                if (property.Value.ValueKind == JsonValueKind.Object) return Read(property.Name, property.Value, file);
            return null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new WorkbookException(
                $"Delta log file '{file}' expected one JSON action on line {number} but found: {Shorten(line)}. "
                + "The file is damaged; restore it from a copy of the table.", fault);
        }
    }

    private static DeltaProtocol ReadProtocol(JsonElement value) => new(
        (int)(Long(value, "minReaderVersion") ?? 1),
        (int)(Long(value, "minWriterVersion") ?? 1),
        Strings(value, "readerFeatures"),
        Strings(value, "writerFeatures"));

    private static DeltaMetadata ReadMetadata(JsonElement value) => new(
        Required(value, "id"),
        Text(value, "schemaString"),
        Strings(value, "partitionColumns") ?? [],
        Map(value, "configuration").ToDictionary(entry => entry.Key, entry => entry.Value ?? ""),
        Long(value, "createdTime"),
        Text(value, "name"),
        Text(value, "description"));

    private static AddFile ReadAdd(JsonElement value, string file)
    {
        var path = Required(value, "path");
        if (Property(value, "deletionVector") is not null)
            throw new DeltaUnsupportedFeatureException("deletionVectors",
                $"Delta log file '{file}' marks rows of '{path}' as deleted with the feature deletionVectors, which this reader does not claim. "
                + "Rewrite the table without deletion vectors (REORG TABLE … APPLY (PURGE)) and read it again.");
        return new(path, Map(value, "partitionValues"), Long(value, "size") ?? 0, Long(value, "modificationTime") ?? 0,
            Bool(value, "dataChange") ?? true, Text(value, "stats"),
            Property(value, "tags") is null ? null : Map(value, "tags").ToDictionary(entry => entry.Key, entry => entry.Value ?? ""));
    }

    private static RemoveFile ReadRemove(JsonElement value) => new(
        Required(value, "path"),
        Long(value, "deletionTimestamp"),
        Bool(value, "dataChange") ?? true,
        Property(value, "partitionValues") is null ? null : Map(value, "partitionValues"),
        Long(value, "size"));

    private static CommitInfo ReadInfo(JsonElement value) => new(
        Long(value, "timestamp"),
        Text(value, "operation") ?? "(unnamed)",
        Map(value, "operationParameters"),
        Map(value, "operationMetrics"),
        Long(value, "readVersion"),
        Bool(value, "isBlindAppend"),
        Text(value, "engineInfo"),
        Text(value, "txnId"));

    private static JsonElement? Property(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    private static string? Text(JsonElement value, string name) => Property(value, name)?.GetString();

    private static string Required(JsonElement value, string name) =>
        Text(value, name) ?? throw new KeyNotFoundException($"The action has no '{name}'.");

    private static long? Long(JsonElement value, string name) => Property(value, name)?.GetInt64();

    private static bool? Bool(JsonElement value, string name) => Property(value, name)?.GetBoolean();

    private static List<string>? Strings(JsonElement value, string name) =>
        Property(value, name)?.EnumerateArray().Select(item => item.GetString()!).ToList();

    private static Dictionary<string, string?> Map(JsonElement value, string name)
    {
        var map = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (Property(value, name) is not { } entries) return map;
        foreach (var entry in entries.EnumerateObject())
            map[entry.Name] = entry.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => entry.Value.GetString(),
                _ => entry.Value.GetRawText(),
            };
        return map;
    }

    private static string Shorten(string line) => line.Length <= 80 ? line : line[..80] + "…";
}
