namespace Workbook.Delta;

/// <summary>What an append or an overwrite may do to the schema, and how it is made safe to repeat.</summary>
public sealed record DeltaWriteOptions
{
    /// <summary>Columns of the query that the table lacks are added to it, as its last and nullable; otherwise they are refused.</summary>
    public bool MergeSchema { get; init; }

    /// <summary>Only for a whole overwrite: the query's schema replaces the table's. Partition columns must stay.</summary>
    public bool OverwriteSchema { get; init; }

    /// <summary>
    /// Makes the write idempotent: it is skipped when the table has this version of the application or a later one, and
    /// otherwise recorded in the same commit.
    /// </summary>
    public AppTransaction? Transaction { get; init; }
}

/// <summary>What a write did.</summary>
/// <param name="Version">The committed version, or the one that was read when there was nothing to do.</param>
/// <param name="Committed">False when nothing had to change: no rows, no match, or a transaction that was already there.</param>
/// <param name="Metrics">Rows and files, by Delta's own names; also in the history.</param>
public sealed record DeltaWrite(long Version, bool Committed, IReadOnlyDictionary<string, long> Metrics)
{
    internal static DeltaWrite Nothing(DeltaSnapshot snapshot) => new(snapshot.Version, false, new Dictionary<string, long>());
}
