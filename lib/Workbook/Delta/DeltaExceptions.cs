namespace Workbook.Delta;

/// <summary>A table uses a protocol feature that this library does not claim, so it was neither read nor written.</summary>
public sealed class DeltaUnsupportedFeatureException(string feature, string message) : WorkbookException(message)
{
    /// <summary>The protocol's own name for it, such as <c>deletionVectors</c>.</summary>
    public string Feature { get; } = feature;
}

/// <summary>The protocol's conflict rules, by the names that Delta's own writers give them.</summary>
public enum DeltaConflict
{
    /// <summary>The other one added rows that this commit would have read.</summary>
    ConcurrentAppend,

    /// <summary>The other one removed a file that this commit read.</summary>
    ConcurrentDeleteRead,

    /// <summary>Both remove the same file.</summary>
    ConcurrentDeleteDelete,

    /// <summary>The other one changed the table's schema, partitioning or properties.</summary>
    MetadataChanged,

    /// <summary>The other one changed what a client must understand.</summary>
    ProtocolChanged,

    /// <summary>Both recorded a version of the same application; see <see cref="DeltaTransaction.SetTransaction"/>.</summary>
    ConcurrentTransaction,
}

/// <summary>Another writer committed first and what it did can't be reconciled with this commit. Nothing was committed.</summary>
public sealed class DeltaConcurrencyException(DeltaConflict conflict, long winningVersion, string message) : WorkbookException(message)
{
    /// <summary>The first rule that was broken.</summary>
    public DeltaConflict Conflict { get; } = conflict;

    /// <summary>The version of the commit that got in the way.</summary>
    public long WinningVersion { get; } = winningVersion;
}
