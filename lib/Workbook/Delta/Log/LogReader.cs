namespace Workbook.Delta.Log;

/// <summary>Rebuilds the state of one version: the newest checkpoint at or before it, then the commits after that.</summary>
internal static class LogReader
{
    /// <param name="known">A state that is already at hand; used when it is at or before the wanted version.</param>
    public static DeltaSnapshot Read(string tablePath, long? version, DeltaSnapshot? known, DeltaOptions options)
    {
        var folder = LogFolder.List(tablePath);
        var (checkpoint, commits) = folder.PlanFor(version);
        var target = version ?? folder.Latest;
        if (known is not null && known.Version == target) return known;

        LogState state;
        if (known is not null && known.Version < target && known.Version >= (checkpoint ?? -1))
        {
            state = new LogState(known.State);
            commits = [.. commits.Where(commit => commit > known.Version)];
        }
        else
        {
            state = new LogState();
            if (checkpoint is { } start)
                foreach (var action in CheckpointFile.Read(folder.Checkpoints[start])) state.Apply(action);
        }
        CommitInfo? last = null;
        foreach (var commit in commits)
            foreach (var action in ActionReader.ReadCommit(folder.Commits[commit]))
            {
                state.Apply(action);
                if (commit == target) last = action.Info ?? last;
            }
        return ToSnapshot(folder, target, state, last, options);
    }

    /// <summary>When a version was committed: the commit's own clock, else the log file's; never before its predecessor.</summary>
    public static IEnumerable<(long Version, DateTimeOffset Timestamp)> Timestamps(LogFolder folder)
    {
        var previous = DateTimeOffset.MinValue;
        foreach (var (version, file) in folder.Commits)
        {
            var timestamp = TimestampOf(file, ReadInfo(file));
            if (timestamp <= previous) timestamp = previous.AddMilliseconds(1);
            previous = timestamp;
            yield return (version, timestamp);
        }
    }

    public static CommitInfo? ReadInfo(string commitFile) =>
        ActionReader.ReadCommit(commitFile).FirstOrDefault(action => action.Info is not null)?.Info;

    public static DateTimeOffset TimestampOf(string file, CommitInfo? info) => info?.Timestamp is { } milliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero);

    private static DeltaSnapshot ToSnapshot(LogFolder folder, long version, LogState state, CommitInfo? info, DeltaOptions options)
    {
        var protocol = state.Protocol ?? throw Missing(folder.TablePath, version, "protocol");
        var metadata = state.Metadata ?? throw Missing(folder.TablePath, version, "metaData");
        ProtocolSupport.CheckReadable(folder.TablePath, protocol, metadata);
        if (metadata.SchemaString is null) throw Missing(folder.TablePath, version, "schemaString in metaData");
        var file = folder.Commits.TryGetValue(version, out var commit) ? commit : folder.Checkpoints[version][0];
        if (info is null && commit is not null) info = ReadInfo(commit);
        return new DeltaSnapshot(folder.TablePath, version, TimestampOf(file, info), protocol, metadata, state, options.PartitionTimeZone);
    }

    private static WorkbookException Missing(string table, long version, string what) => new(
        $"Delta table '{table}' has no {what} action up to version {version}; every table must have one. "
        + "Its log is incomplete: restore it from a copy of the table.");
}
