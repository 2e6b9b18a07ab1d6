using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbook.Delta.Log;

/// <summary>Actions as the log's JSON, one a line, members in the protocol's order so that equal commits are equal bytes.</summary>
internal static class ActionWriter
{
    // Paths and text stay readable; the log is a file of its own, never part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(IEnumerable<LogAction> actions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var action in actions)
        {
            using (var json = new Utf8JsonWriter(buffer, Options)) Write(json, action);
            buffer.Write("\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, LogAction action)
    {
        json.WriteStartObject();
        if (action.Info is { } info) Write(json, info);
        if (action.Protocol is { } protocol) Write(json, protocol);
        if (action.Metadata is { } metadata) Write(json, metadata);
        if (action.Transaction is { } transaction) Write(json, transaction);
        if (action.Add is { } add) Write(json, add);
        if (action.Remove is { } remove) Write(json, remove);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CommitInfo info)
    {
        json.WriteStartObject("commitInfo");
        Optional(json, "timestamp", info.Timestamp);
        json.WriteString("operation", info.Operation);
        Map(json, "operationParameters", info.Parameters);
        Optional(json, "readVersion", info.ReadVersion);
        json.WriteString("isolationLevel", "Serializable");
        if (info.IsBlindAppend is { } blind) json.WriteBoolean("isBlindAppend", blind);
        Map(json, "operationMetrics", info.Metrics);
        Optional(json, "engineInfo", info.EngineInfo);
        Optional(json, "txnId", info.TransactionId);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeltaProtocol protocol)
    {
        json.WriteStartObject("protocol");
        json.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
        json.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
        if (protocol.ReaderFeatures is { } readers) Array(json, "readerFeatures", readers);
        if (protocol.WriterFeatures is { } writers) Array(json, "writerFeatures", writers);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeltaMetadata metadata)
    {
        json.WriteStartObject("metaData");
        json.WriteString("id", metadata.Id);
        Optional(json, "name", metadata.Name);
        Optional(json, "description", metadata.Description);
        json.WriteStartObject("format");
        json.WriteString("provider", "parquet");
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        Optional(json, "schemaString", metadata.SchemaString);
        Array(json, "partitionColumns", metadata.PartitionColumns);
        Map(json, "configuration", metadata.Configuration.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(e.Key, (string?)e.Value)));
        Optional(json, "createdTime", metadata.CreatedTime);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AppTransaction transaction)
    {
        json.WriteStartObject("txn");
        json.WriteString("appId", transaction.AppId);
        json.WriteNumber("version", transaction.Version);
        Optional(json, "lastUpdated", transaction.LastUpdated);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AddFile add)
    {
        json.WriteStartObject("add");
        json.WriteString("path", add.Path);
        Map(json, "partitionValues", add.PartitionValues);
        json.WriteNumber("size", add.Size);
        json.WriteNumber("modificationTime", add.ModificationTime);
        json.WriteBoolean("dataChange", add.DataChange);
        Optional(json, "stats", add.Stats);
        if (add.Tags is { } tags) Map(json, "tags", tags.Select(e => KeyValuePair.Create(e.Key, (string?)e.Value)));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RemoveFile remove)
    {
        json.WriteStartObject("remove");
        json.WriteString("path", remove.Path);
        Optional(json, "deletionTimestamp", remove.DeletionTimestamp);
        json.WriteBoolean("dataChange", remove.DataChange);
        // Partition values and size may only be given together with this flag.
        if (remove.PartitionValues is { } values && remove.Size is { } size)
        {
            json.WriteBoolean("extendedFileMetadata", true);
            Map(json, "partitionValues", values);
            json.WriteNumber("size", size);
        }
        json.WriteEndObject();
    }

    private static void Map(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string?>> entries)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in entries) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void Array(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items) json.WriteStringValue(item);
        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void Optional(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }
}
