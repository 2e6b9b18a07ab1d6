using Workbook.Delta.Log;

namespace Workbook.Delta.Operations;

/// <summary>The log by time: which version was current, who committed what, and which log files are too old to keep.</summary>
internal static class TimeTravel
{
    public static long VersionAt(string table, DateTimeOffset instant)
    {
        var folder = LogFolder.List(table);
        (long Version, DateTimeOffset Timestamp)? first = null, found = null;
        foreach (var commit in LogReader.Timestamps(folder).Where(commit => commit.Version >= folder.Earliest))
        {
            first ??= commit;
            if (commit.Timestamp <= instant) found = commit;
        }
        return found?.Version ?? throw new WorkbookException(
            $"Delta table '{table}' has no version as of {instant:O}: the first that can be read is version {first?.Version} of {first?.Timestamp:O}. Ask for a later time.");
    }

    public static IReadOnlyList<DeltaCommit> History(string table, int? limit)
    {
        var folder = LogFolder.List(table);
        return [.. folder.Commits.Reverse().Take(limit ?? int.MaxValue).Select(commit =>
        {
            var info = LogReader.ReadInfo(commit.Value);
            return new DeltaCommit(commit.Key, LogReader.TimestampOf(commit.Value, info), info?.Operation ?? "(unknown)",
                info?.Parameters ?? new Dictionary<string, string?>(), info?.Metrics ?? new Dictionary<string, string?>(),
                info?.ReadVersion, info?.IsBlindAppend, info?.EngineInfo);
        })];
    }

    /// <summary>
    /// Deletes log files below the newest checkpoint under which every version is expired; the rest stays readable. A version
    /// expires by the time at which its successor replaced it: until then somebody may ask for the table as of that day.
    /// </summary>
    public static void DropExpiredLog(string table, DateTimeOffset expiry)
    {
        var folder = LogFolder.List(table);
        var oldestToKeep = LogReader.Timestamps(folder).TakeWhile(commit => commit.Timestamp < expiry).Select(commit => commit.Version).LastOrDefault(-1);
        var keepFrom = folder.Checkpoints.Keys.LastOrDefault(version => version <= oldestToKeep, -1);
        foreach (var (version, file) in folder.Commits)
            if (version < keepFrom) File.Delete(file);
        foreach (var (version, files) in folder.Checkpoints)
            if (version < keepFrom)
                foreach (var file in files) File.Delete(file);
    }
}
