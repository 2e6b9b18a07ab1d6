using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Operations.Increments;

/// <summary>
/// A second lake with the same content, to try things on. Data files, which are only ever replaced and never written into,
/// become second names of the same bytes where the file system can do that; all else is copied.
/// </summary>
public static class LakeCopy
{
    private static readonly string[] Linked = [".parquet", ".csv", ".jsonl", ".xlsx"];
    private static readonly string[] LeftOut = ["_run.lock", "_run.pid"];

    /// <param name="from">A lake, or a raw folder.</param>
    /// <param name="to">Must not be there yet.</param>
    /// <exception cref="WorkbookException">Somebody writes the lake's warehouse, or the target exists.</exception>
    public static void Make(string from, string to)
    {
        if (!Directory.Exists(from))
            throw new WorkbookException($"There is no folder {Path.GetFullPath(from)} to copy. Build the lake with 'workbook run', or name another folder.");
        if (Path.Exists(to))
            throw new WorkbookException($"{Path.GetFullPath(to)} is there already and would be mixed with the copy. Delete it, or name another folder.");
        using var idle = HoldWarehouse(new LakeFolder(from));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !LeftOut.Contains(Path.GetFileName(file))))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            if (IsData(from, file))
                LinkOrCopy(file, target);
            else
                Copy(file, target);
        }
    }

    internal static void LinkOrCopy(string file, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            HardLink.TryCreate(file, target);
        }
        catch (IOException)
        {
            File.Copy(file, target);
        }
    }

    private static void Copy(string file, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target);
    }

    /// <summary>The file gets new bytes under its name, and its other names keep the old.</summary>
    public static void Replace(string path, byte[] bytes)
    {
        File.WriteAllBytes(path + ".tmp", bytes);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Open for reading, so that no other process begins to write; DuckDB refuses where one does already.</summary>
    private static DuckDBConnection? HoldWarehouse(LakeFolder lake)
    {
        if (!File.Exists(lake.Warehouse))
            return null;
        return WorkbookDatabase.IsOpenForWritingHere(lake.Warehouse)
            ? throw new WorkbookException($"{lake.Warehouse} is open for writing in this process and can't be copied meanwhile. Close that connection first.")
            : WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse, ReadOnly = true });
    }

    /// <summary>Files in folders that begin with an underscore are logs and notes: those are written into.</summary>
    private static bool IsData(string root, string file)
    {
        var path = Path.GetRelativePath(root, file);
        return Linked.Contains(Path.GetExtension(path)) && !path.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('_'));
    }
}
