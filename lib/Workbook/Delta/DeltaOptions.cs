namespace Workbook.Delta;

/// <summary>Where time and ids come from, and when the log is summarised. Pass both sources for byte-identical output.</summary>
public sealed record DeltaOptions
{
    /// <summary>Stamps commits, data files and tombstones, and decides what <c>Vacuum</c> finds expired.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Names data files, tables and commits. Must not repeat within a table: data files are never overwritten.</summary>
    public Func<Guid> NewId { get; init; } = Guid.NewGuid;

    /// <summary>What <c>History</c> shows as the writer.</summary>
    public string EngineInfo { get; init; } = "Workbook";

    /// <summary>A checkpoint is written at every version that this divides; 0 means never.</summary>
    public int CheckpointInterval { get; init; } = 10;

    /// <summary>
    /// A write without partitions begins another file about here; with them, every partition gets its own files whatever
    /// their size, since DuckDB can't do both.
    /// </summary>
    public long MaxFileBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Log files older than this, and not needed for a younger version, are deleted after a checkpoint; null keeps all.
    /// Versions whose log is gone can't be travelled to.
    /// </summary>
    public TimeSpan? LogRetention { get; init; }

    /// <summary>
    /// The zone of partition values that are timestamps without one, as Spark wrote them in its session's zone, which the
    /// log doesn't record. An IANA name. What is written here always says UTC.
    /// </summary>
    public string PartitionTimeZone { get; init; } = "UTC";
}
