using System.Runtime.InteropServices;

namespace Workbook.Delta.Log;

/// <summary>
/// Files that appear whole or not at all. A commit is written beside its final name, forced to disk, and then hard-linked
/// to that name: the link is the lock, since it fails when somebody else's file is already there.
/// </summary>
internal static partial class CommitFile
{
    /// <summary>False when the version is taken; the folder is then as it was.</summary>
    /// <param name="timestamp">Becomes the file's time, by which other readers travel.</param>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content, DateTimeOffset timestamp, Guid id)
    {
        if (File.Exists(path)) return false;
        var temporary = WriteBeside(path, content, id);
        try
        {
            File.SetLastWriteTimeUtc(temporary, timestamp.UtcDateTime);
            if (!TryLink(temporary, path)) return false;
            SyncFolder(Path.GetDirectoryName(path)!);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>For files that may be replaced, such as <c>_last_checkpoint</c>.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, Guid id) =>
        File.Move(WriteBeside(path, content, id), path, overwrite: true);

    /// <summary>Forces a data file to disk before the log speaks of it.</summary>
    public static void Sync(string path)
    {
        // Windows flushes only what is open for writing; elsewhere a read-only file can be flushed too.
        using var file = File.OpenHandle(path, FileMode.Open, OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    private static string WriteBeside(string path, ReadOnlySpan<byte> content, Guid id)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{id:N}.tmp");
        using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        file.Write(content);
        file.Flush(flushToDisk: true);
        return temporary;
    }

    private static bool TryLink(string existing, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows refuses to move onto an existing name, atomically; elsewhere a move would replace it.
            try { File.Move(existing, path, overwrite: false); return true; }
            catch (IOException) when (File.Exists(path)) { return false; }
        }
        try { return HardLink.TryCreate(existing, path); }
        catch (IOException fault)
        {
            throw new WorkbookException(
                $"The commit '{path}' could not be put in place: {fault.Message} A Delta table needs a file system with hard links; move the table to a local disk.", fault);
        }
    }

    // A new name survives a power cut only when its folder is on disk too; Windows does that by itself.
    private static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, 0);
        if (descriptor < 0) return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
