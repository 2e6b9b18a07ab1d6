namespace Workbook.Delta.Log;

/// <summary>One action of a commit; exactly one member is set.</summary>
internal sealed record LogAction
{
    public DeltaProtocol? Protocol { get; init; }
    public DeltaMetadata? Metadata { get; init; }
    public AddFile? Add { get; init; }
    public RemoveFile? Remove { get; init; }
    public AppTransaction? Transaction { get; init; }
    public CommitInfo? Info { get; init; }
}

internal sealed record CommitInfo(
    long? Timestamp,
    string Operation,
    IReadOnlyDictionary<string, string?> Parameters,
    IReadOnlyDictionary<string, string?> Metrics,
    long? ReadVersion,
    bool? IsBlindAppend,
    string? EngineInfo,
    string? TransactionId = null);
