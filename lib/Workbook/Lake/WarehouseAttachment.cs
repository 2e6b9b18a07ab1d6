using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Lake;

/// <summary>
/// The lake's warehouse as the read-only database <c>warehouse</c>. DuckDB doesn't let one process read a file that another
/// writes, so then it is a copy of the file, as it was at that moment, that is read.
/// </summary>
internal sealed class WarehouseAttachment : IDisposable
{
    private const int CopyAttempts = 3;

    private readonly string? _copy;

    private WarehouseAttachment(string? copy) => _copy = copy;

    /// <returns>Null where there is no warehouse, or none that can be read; the notes then say why.</returns>
    public static WarehouseAttachment? Attach(DuckDBConnection connection, LakeFolder lake, List<string> notes)
    {
        if (!File.Exists(lake.Warehouse))
            return null;
        if (WorkbookDatabase.IsOpenForWritingHere(lake.Warehouse))
        {
            notes.Add("warehouse.duckdb is open for writing in this process; its tables are left out, the lake's files are read. Ask the connection that has it open.");
            return null;
        }
        try
        {
            AttachFile(connection, lake.Warehouse);
            return new WarehouseAttachment(null);
        }
        catch (DuckDBException fault) when (DatabaseLockedException.From(lake.Warehouse, fault) is { } locked)
        {
            return AttachCopy(connection, lake.Warehouse, locked, notes);
        }
        catch (DuckDBException fault)
        {
            notes.Add($"warehouse.duckdb can't be opened; its tables are left out, the lake's files are read. DuckDB says: {fault.Message}");
            return null;
        }
    }

    private static WarehouseAttachment? AttachCopy(
        DuckDBConnection connection, string warehouse, DatabaseLockedException locked, List<string> notes)
    {
        var held = "warehouse.duckdb is held by " + (locked.HolderProcessId is { } holder ? $"process {holder}" : "another process");
        var attachment = new WarehouseAttachment(Directory.CreateTempSubdirectory("workbook-warehouse-").FullName);
        try
        {
            var file = Copy(warehouse, attachment._copy!);
            AttachFile(connection, file);
            notes.Add(Invariant($"{held}; its tables are read from a snapshot of {File.GetLastWriteTimeUtc(file):yyyy-MM-dd HH:mm:ss} UTC."));
            return attachment;
        }
        catch (Exception fault) when (fault is DuckDBException or IOException or UnauthorizedAccessException)
        {
            attachment.Dispose();
            notes.Add($"{held}; its tables are left out, the lake's files are read. A copy of it could not be opened: {fault.Message}");
            return null;
        }
    }

    private static void AttachFile(DuckDBConnection connection, string file) =>
        connection.Execute($"ATTACH {LakePath.Target(file)} AS warehouse (READ_ONLY)");

    /// <summary>With its write-ahead log, where the latest commits may be. Again if the writer changed either meanwhile.</summary>
    private static string Copy(string warehouse, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileName(warehouse));
        for (var attempt = 1; ; attempt++)
        {
            var before = Stamp(warehouse);
            File.Copy(warehouse, target, overwrite: true);
            File.Delete(target + ".wal");
            if (File.Exists(warehouse + ".wal"))
                File.Copy(warehouse + ".wal", target + ".wal");
            if (Stamp(warehouse) == before)
                return target;
            if (attempt == CopyAttempts)
                throw new IOException($"it changed {CopyAttempts} times while it was copied. Try again when the writer is idle.");
        }
    }

    private static (DateTime, long, DateTime, long) Stamp(string warehouse)
    {
        var (file, log) = (new FileInfo(warehouse), new FileInfo(warehouse + ".wal"));
        return (file.LastWriteTimeUtc, file.Length, log.Exists ? log.LastWriteTimeUtc : default, log.Exists ? log.Length : 0);
    }

    /// <summary>After the connection is closed: an open file can't be deleted everywhere.</summary>
    public void Dispose()
    {
        if (_copy is null)
            return;
        try
        {
            Directory.Delete(_copy, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A file in the temporary folder that outlives us is no reason to fail what succeeded.
        }
    }
}
