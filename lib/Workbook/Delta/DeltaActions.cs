namespace Workbook.Delta;

/// <summary>What a client must understand before it may read or write the table.</summary>
public sealed record DeltaProtocol(
    int MinReaderVersion,
    int MinWriterVersion,
    IReadOnlyList<string>? ReaderFeatures = null,
    IReadOnlyList<string>? WriterFeatures = null);

/// <param name="SchemaString">Spark's JSON; see <see cref="DeltaSchema"/>. Null only in logs that are not quite tables.</param>
/// <param name="CreatedTime">Milliseconds since 1970, UTC.</param>
public sealed record DeltaMetadata(
    string Id,
    string? SchemaString,
    IReadOnlyList<string> PartitionColumns,
    IReadOnlyDictionary<string, string> Configuration,
    long? CreatedTime,
    string? Name = null,
    string? Description = null);

/// <summary>A data file of the table.</summary>
/// <param name="Path">As the log spells it: relative to the table and URI-encoded, or an absolute <c>file:</c> URI.</param>
/// <param name="PartitionValues">One entry for each partition column, serialised as the protocol says; null is null.</param>
/// <param name="ModificationTime">Milliseconds since 1970, UTC.</param>
/// <param name="DataChange">False when the rows were only moved, as by <c>Optimize</c>.</param>
/// <param name="Stats">JSON with numRecords, minValues, maxValues and nullCount, or null when nobody counted.</param>
public sealed record AddFile(
    string Path,
    IReadOnlyDictionary<string, string?> PartitionValues,
    long Size,
    long ModificationTime,
    bool DataChange = true,
    string? Stats = null,
    IReadOnlyDictionary<string, string>? Tags = null)
{
    /// <summary>Rows in the file according to its statistics; null when there are none.</summary>
    public long? RecordCount => Log.FileStatistics.RecordCount(Stats);
}

/// <summary>A tombstone: the file is no longer part of the table but may still be on disk for older versions.</summary>
internal sealed record RemoveFile(
    string Path,
    long? DeletionTimestamp,
    bool DataChange = true,
    IReadOnlyDictionary<string, string?>? PartitionValues = null,
    long? Size = null);

/// <summary>How far an application has got; committed with the rows, so that a repeated ingest can tell.</summary>
public sealed record AppTransaction(string AppId, long Version, long? LastUpdated = null);

/// <summary>One line of the table's history.</summary>
/// <param name="Timestamp">The commit's own clock; the log file's where the commit doesn't say.</param>
/// <param name="Parameters">Values as the log holds them: JSON values as text.</param>
public sealed record DeltaCommit(
    long Version,
    DateTimeOffset Timestamp,
    string Operation,
    IReadOnlyDictionary<string, string?> Parameters,
    IReadOnlyDictionary<string, string?> Metrics,
    long? ReadVersion,
    bool? IsBlindAppend,
    string? EngineInfo);
