namespace Workbook.Delta.Log;

/// <summary>What this library claims to understand; everything else is refused by its name.</summary>
internal static class ProtocolSupport
{
    /// <summary>What new tables get: no features, so that every Delta client can read and write them.</summary>
    public static DeltaProtocol Written { get; } = new(1, 2);

    private static readonly string[] ReadableFeatures = ["timestampNtz", "vacuumProtocolCheck"];

    private static readonly string[] WriterFeaturesByVersion =
        ["", "", "appendOnly, invariants", "checkConstraints", "changeDataFeed, generatedColumns", "columnMapping", "identityColumns"];

    public static void CheckReadable(string table, DeltaProtocol protocol, DeltaMetadata metadata)
    {
        if (protocol.MinReaderVersion > 3)
            throw new DeltaUnsupportedFeatureException("protocol version",
                $"Delta table '{table}' needs a reader of protocol version {protocol.MinReaderVersion}; this one reads versions 1 to 3. Use a newer Delta client.");
        if (protocol.MinReaderVersion == 3)
            Refuse(table, "read", protocol.ReaderFeatures ?? [], ReadableFeatures);
        if (metadata.Configuration.TryGetValue("delta.columnMapping.mode", out var mode) && mode != "none")
            Refuse(table, "read", ["columnMapping"], []);
    }

    public static void CheckWritable(string table, DeltaProtocol protocol, DeltaMetadata metadata, DeltaSchema schema)
    {
        if (protocol.MinWriterVersion >= 7) Refuse(table, "written", protocol.WriterFeatures ?? [], ["appendOnly"]);
        else if (protocol.MinWriterVersion > 2)
            Refuse(table, "written", string.Join(", ", WriterFeaturesByVersion[3..(protocol.MinWriterVersion + 1)]).Split(", "), []);
        if (schema.Fields.Any(field => field.Metadata.Contains("delta.invariants", StringComparison.Ordinal)))
            Refuse(table, "written", ["invariants"], []);
        foreach (var setting in metadata.Configuration.Keys.Where(key => key.StartsWith("delta.constraints.", StringComparison.Ordinal)))
            Refuse(table, "written", [$"checkConstraints ({setting})"], []);
    }

    public static bool IsAppendOnly(DeltaMetadata metadata) =>
        metadata.Configuration.TryGetValue("delta.appendOnly", out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static void Refuse(string table, string verb, IEnumerable<string> features, string[] supported)
    {
        var unknown = features.Except(supported).ToList();
        if (unknown.Count == 0) return;
        throw new DeltaUnsupportedFeatureException(unknown[0],
            $"Delta table '{table}' can't be {verb}: it uses {string.Join(", ", unknown)}, which this library does not claim"
            + $"{(supported.Length == 0 ? "" : $" (it claims {string.Join(", ", supported)})")}. "
            + "Use a client that does, or have the table rewritten without.");
    }
}
