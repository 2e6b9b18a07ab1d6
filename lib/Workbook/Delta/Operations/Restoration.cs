using Workbook.Delta.Log;

namespace Workbook.Delta.Operations;

/// <summary>Restore: a new commit whose state is an older version's; nothing is taken out of the history.</summary>
internal static class Restoration
{
    public static DeltaWrite Run(DeltaTable table, DeltaSnapshot target)
    {
        var transaction = table.StartTransaction();
        var current = transaction.Snapshot;
        var returning = target.State.Live.Where(file => !current.State.Live.ContainsKey(file.Key)).Select(file => file.Value).ToList();
        var leaving = current.State.Live.Where(file => !target.State.Live.ContainsKey(file.Key)).Select(file => file.Value).ToList();
        if (returning.Find(file => !File.Exists(current.LocalPath(file))) is { } gone)
            throw new WorkbookException(
                $"Delta table '{current.TablePath}' can't be restored to version {target.Version}: its data file '{gone.Path}' is not on disk any more. "
                + "A vacuum removed it; restore a newer version.");

        if (!Text(target.Metadata).SequenceEqual(Text(current.Metadata))) transaction.SetMetadata(target.Metadata);
        foreach (var file in leaving.OrderBy(file => file.Path, StringComparer.Ordinal)) transaction.Remove(file);
        transaction.Add(returning.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => file with { DataChange = true }));
        if (transaction.IsEmpty) return DeltaWrite.Nothing(current);
        transaction.Reads(ReadScope.WholeTable);
        var metrics = new Dictionary<string, long>
        {
            ["numRestoredFiles"] = returning.Count,
            ["numRemovedFiles"] = leaving.Count,
            ["tableSizeAfterRestore"] = target.Files.Sum(file => file.Size),
        };
        return new(transaction.Commit("RESTORE", WriteCommit.Parameters(("version", $"{target.Version}")), metrics), true, metrics);
    }

    private static byte[] Text(DeltaMetadata metadata) => ActionWriter.Write([new() { Metadata = metadata }]);
}
