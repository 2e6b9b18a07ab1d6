using Workbook.Delta.Data;
using Workbook.Delta.Log;

namespace Workbook.Delta.Operations;

/// <summary>Deletes data files that no version within the retention needs. The log itself is left alone.</summary>
internal static class Vacuum
{
    public static readonly TimeSpan SafeRetention = TimeSpan.FromDays(7);

    public static IReadOnlyList<string> Run(DeltaSnapshot snapshot, DeltaOptions options, TimeSpan retention, bool dryRun, bool force)
    {
        ProtocolSupport.CheckWritable(snapshot.TablePath, snapshot.Protocol, snapshot.Metadata, snapshot.Schema);
        if (retention < TimeSpan.Zero || (retention < SafeRetention && !force))
            throw new WorkbookException(
                Invariant($"Vacuum of Delta table '{snapshot.TablePath}' expected a retention of at least {SafeRetention.TotalDays:0} days but found {retention}. ")
                + "Less breaks time travel and can delete the files of writers that are still at work; force it only if nobody else uses the table.");

        var expiry = options.Time.GetUtcNow() - retention;
        // Without regard to case: where the file system has none, the partitions 'a' and 'A' share a folder named for either.
        var kept = snapshot.State.Tombstones.Values.Where(file => IsUnexpired(file, expiry)).Select(file => file.Path)
            .Concat(snapshot.Files.Select(file => file.Path))
            .Select(path => FilePath.OnDisk(snapshot.TablePath, path))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var doomed = DataFiles(snapshot.TablePath, "")
            .Where(file => !kept.Contains(file.FullName) && !IsYoung(file, expiry))
            .OrderBy(file => file.FullName, StringComparer.Ordinal).ToList();
        // Folders stay, empty or not: a writer may be about to put a file there.
        if (!dryRun)
            foreach (var file in doomed) file.Delete();
        return [.. doomed.Select(file => Path.GetRelativePath(snapshot.TablePath, file.FullName).Replace('\\', '/'))];
    }

    // A tombstone without a time counts as old, as it does for Delta's own vacuum.
    private static bool IsUnexpired(RemoveFile file, DateTimeOffset expiry) =>
        file.DeletionTimestamp is { } deleted && deleted >= expiry.ToUnixTimeMilliseconds();

    // Files that no log mentions may belong to a commit that is about to happen.
    private static bool IsYoung(FileInfo file, DateTimeOffset expiry) => file.LastWriteTimeUtc >= expiry.UtcDateTime;

    private static IEnumerable<FileInfo> DataFiles(string folder, string name)
    {
        var directory = new DirectoryInfo(Path.Combine(folder, name));
        foreach (var file in directory.EnumerateFiles())
            if (!IsHidden(file.Name)) yield return file;
        foreach (var child in directory.EnumerateDirectories())
            if (!IsHidden(child.Name))
                foreach (var file in DataFiles(directory.FullName, child.Name)) yield return file;
    }

    // Hidden by convention; but a partition column's name may begin with an underscore, and our own left-overs go.
    private static bool IsHidden(string name) =>
        name.StartsWith('.') || (name.StartsWith('_') && !name.Contains('=') && !name.StartsWith(DataFileWriter.StagingPrefix, StringComparison.Ordinal));
}
