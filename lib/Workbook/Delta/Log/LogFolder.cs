using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Delta.Log;

/// <summary>
/// What lies in <c>_delta_log</c>, by version. <c>_last_checkpoint</c> is written for others but not read:
/// listing a local folder is cheap, and a stale hint can't mislead then.
/// </summary>
internal sealed partial record LogFolder(string TablePath, SortedDictionary<long, string> Commits, SortedDictionary<long, IReadOnlyList<string>> Checkpoints)
{
    public const string Name = "_delta_log";

    public static string PathOf(string tablePath) => Path.Combine(tablePath, Name);

    public static string CommitPath(string tablePath, long version) => Path.Combine(PathOf(tablePath), $"{version:D20}.json");

    public static string CheckpointPath(string tablePath, long version) => Path.Combine(PathOf(tablePath), $"{version:D20}.checkpoint.parquet");

    /// <summary>The newest version that the log mentions; -1 for none.</summary>
    public long Latest => Math.Max(Commits.Count == 0 ? -1 : Commits.Keys.Last(), Checkpoints.Count == 0 ? -1 : Checkpoints.Keys.Last());

    /// <summary>The oldest version that can be rebuilt; -1 for none.</summary>
    public long Earliest => Commits.ContainsKey(0) ? 0 : Checkpoints.Count == 0 ? -1 : Checkpoints.Keys.First();

    public static LogFolder List(string tablePath)
    {
        var commits = new SortedDictionary<long, string>();
        var parts = new Dictionary<(long Version, int Of), List<string>>();
        var folder = new DirectoryInfo(PathOf(tablePath));
        foreach (var file in folder.Exists ? folder.EnumerateFiles() : [])
        {
            if (FileName().Match(file.Name) is not { Success: true } name) continue;
            var version = long.Parse(name.Groups["version"].Value, CultureInfo.InvariantCulture);
            if (name.Groups["kind"].Value == "json") commits[version] = file.FullName;
            else
            {
                var of = name.Groups["of"].Success ? int.Parse(name.Groups["of"].Value, CultureInfo.InvariantCulture) : 1;
                if (!parts.TryGetValue((version, of), out var files)) parts[(version, of)] = files = [];
                files.Add(file.FullName);
            }
        }
        // A checkpoint whose writer stopped between two parts doesn't count.
        var checkpoints = new SortedDictionary<long, IReadOnlyList<string>>();
        foreach (var ((version, of), files) in parts)
            if (files.Count == of) checkpoints[version] = [.. files.Order(StringComparer.Ordinal)];
        return new(tablePath, commits, checkpoints);
    }

    /// <summary>The checkpoint to begin with (null: from the first commit) and the commits to replay after it, none missing.</summary>
    public (long? Checkpoint, IReadOnlyList<long> Commits) PlanFor(long? wanted)
    {
        if (Latest < 0)
            throw new WorkbookException($"Delta table '{TablePath}' expected a log in '{Name}' but found none. Check the path, or create the table first.");
        var version = wanted ?? Latest;
        if (version > Latest || version < 0) throw OutOfRange(version);

        long? checkpoint = null;
        foreach (var candidate in Checkpoints.Keys)
            if (candidate <= version) checkpoint = candidate;
        var commits = new List<long>();
        for (var next = (checkpoint ?? -1) + 1; next <= version; next++)
        {
            if (!Commits.ContainsKey(next)) throw checkpoint is null && next == 0 && Earliest > 0 ? OutOfRange(version) : Gap(next, version);
            commits.Add(next);
        }
        return (checkpoint, commits);
    }

    private WorkbookException OutOfRange(long version) => new(
        $"Delta table '{TablePath}' has no version {version}: versions {Earliest} to {Latest} can be read. Ask for one of those.");

    private WorkbookException Gap(long missing, long version) => new(
        $"Delta table '{TablePath}' needs the log file of version {missing} ({missing:D20}.json) to rebuild version {version}, but it is missing "
        + "and no checkpoint stands in for it. Restore the file from a copy of the table.");

    [GeneratedRegex(@"^(?<version>\d{20})\.(?<kind>json|checkpoint(\.(?<part>\d{10})\.(?<of>\d{10}))?\.parquet)$")]
    private static partial Regex FileName();
}
