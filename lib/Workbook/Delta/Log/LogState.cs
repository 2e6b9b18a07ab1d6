namespace Workbook.Delta.Log;

/// <summary>The table as a replay knows it so far: for each path the newest of add and remove wins.</summary>
internal sealed class LogState
{
    public DeltaProtocol? Protocol { get; private set; }
    public DeltaMetadata? Metadata { get; private set; }
    public Dictionary<string, AddFile> Live { get; }
    public Dictionary<string, RemoveFile> Tombstones { get; }
    public Dictionary<string, AppTransaction> Transactions { get; }

    public LogState()
    {
        Live = new(StringComparer.Ordinal);
        Tombstones = new(StringComparer.Ordinal);
        Transactions = new(StringComparer.Ordinal);
    }

    public LogState(LogState start)
    {
        (Protocol, Metadata) = (start.Protocol, start.Metadata);
        Live = new(start.Live, StringComparer.Ordinal);
        Tombstones = new(start.Tombstones, StringComparer.Ordinal);
        Transactions = new(start.Transactions, StringComparer.Ordinal);
    }

    public void Apply(LogAction action)
    {
        if (action.Protocol is { } protocol) Protocol = protocol;
        if (action.Metadata is { } metadata) Metadata = metadata;
        if (action.Transaction is { } transaction) Transactions[transaction.AppId] = transaction;
        if (action.Add is { } add)
        {
            var key = FilePath.Decode(add.Path);
            Live[key] = add;
            Tombstones.Remove(key);
        }
        if (action.Remove is { } remove)
        {
            var key = FilePath.Decode(remove.Path);
            Live.Remove(key);
            Tombstones[key] = remove;
        }
    }
}
