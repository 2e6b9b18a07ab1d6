namespace Workbook.Delta.Log;

/// <summary>
/// Whether a commit that was prepared against an older version may still follow another writer's commit, at Delta's
/// isolation level Serializable.
/// </summary>
internal static class ConflictRules
{
    /// <exception cref="DeltaConcurrencyException">It may not; the first rule that is broken is named.</exception>
    public static void Check(string table, long readVersion, long winningVersion, IReadOnlyList<LogAction> winner, IReadOnlyList<LogAction> own, ReadScope scope)
    {
        DeltaConcurrencyException Conflict(DeltaConflict conflict, string what) => new(conflict, winningVersion,
            $"Delta table '{table}' expected version {readVersion} but found {winningVersion}: another writer committed first and {what} ({conflict}). "
            + "Nothing was written; read the table again and repeat the operation.");

        if (winner.Any(action => action.Protocol is not null)) throw Conflict(DeltaConflict.ProtocolChanged, "changed the table's protocol");
        if (winner.Any(action => action.Metadata is not null)) throw Conflict(DeltaConflict.MetadataChanged, "changed the table's schema or settings");
        foreach (var ours in own.Select(action => action.Transaction).OfType<AppTransaction>())
            if (winner.FirstOrDefault(action => action.Transaction?.AppId == ours.AppId)?.Transaction is { } theirs)
                throw Conflict(DeltaConflict.ConcurrentTransaction, $"recorded version {theirs.Version} of the application '{ours.AppId}'");

        var added = winner.Select(action => action.Add).OfType<AddFile>().Where(file => file.DataChange).ToList();
        if (added.Count > 0 && Reads(scope, added)) throw Conflict(DeltaConflict.ConcurrentAppend, $"added rows that this one would have read, in '{added[0].Path}'");

        var removed = winner.Select(action => action.Remove).OfType<RemoveFile>().ToDictionary(file => FilePath.Decode(file.Path), StringComparer.Ordinal);
        if (removed.Count == 0) return;
        if (ReadFiles(scope).FirstOrDefault(file => removed.ContainsKey(FilePath.Decode(file.Path))) is { } read)
            throw Conflict(DeltaConflict.ConcurrentDeleteRead, $"removed '{read.Path}', which this one read");
        if (scope is ReadScope.WholeTableScope)
            throw Conflict(DeltaConflict.ConcurrentDeleteRead, $"removed '{removed.Values.First().Path}', which this one read");
        if (own.FirstOrDefault(action => action.Remove is { } ours && removed.ContainsKey(FilePath.Decode(ours.Path)))?.Remove is { } twice)
            throw Conflict(DeltaConflict.ConcurrentDeleteDelete, $"removed '{twice.Path}', which this one removes too");
    }

    private static bool Reads(ReadScope scope, List<AddFile> added) => scope switch
    {
        ReadScope.WholeTableScope => true,
        ReadScope.MatchingScope matching => matching.Matches(added),
        _ => false,
    };

    private static IReadOnlyList<AddFile> ReadFiles(ReadScope scope) => scope switch
    {
        ReadScope.FilesScope files => files.Read,
        ReadScope.MatchingScope matching => matching.Read,
        _ => [],
    };
}
