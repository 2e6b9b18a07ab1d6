using Workbook.Database;
using Workbook.Lake;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Backfill;

/// <summary>Where the copy lies, and how it takes the lake's place.</summary>
internal static class BackfillSwap
{
    /// <summary>What an earlier backfill left that was not good enough goes; anything else of that name is in the way.</summary>
    public static string ClearFailedLake(LakeFolder lake)
    {
        var aside = lake.Path + ".backfill";
        if (!Directory.Exists(aside))
            return aside;
        if (!File.Exists(new LakeFolder(aside).Warehouse) || !Directory.Exists(Path.Combine(aside, BackfillLog.Folder)))
            throw new WorkbookException($"{aside}, where a backfill works, is there already and isn't a backfill's. Move it away.");
        Directory.Delete(aside, recursive: true);
        return aside;
    }

    /// <returns>Where the lake as it was lies.</returns>
    /// <exception cref="WorkbookException">The copy could not take the lake's place; the lake is as it was.</exception>
    public static string Swap(IncrementTarget target, string aside, BackfillLog log)
    {
        var former = $"{target.Lake.Path}.before-{log.Run}";
        var own = Path.Combine(aside, BackfillLog.Folder);
        Directory.Delete(own, recursive: true);
        Directory.CreateDirectory(own);
        File.Copy(Path.Combine(target.Lake.Path, BackfillLog.Folder, BackfillLog.FileName), Path.Combine(own, BackfillLog.FileName));
        try
        {
            Directory.Move(target.Lake.Path, former);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The lake {target.Lake.Path} can't be renamed to {former}: {fault.Message} Close what has it open; the backfilled lake is complete in {aside}.", fault);
        }

        try
        {
            Directory.Move(aside, target.Lake.Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Directory.Move(former, target.Lake.Path);
            throw new WorkbookException($"The backfilled lake {aside} can't be renamed to {target.Lake.Path}: {fault.Message} The lake is as it was.", fault);
        }

        try
        {
            MovedViews.Point(target.Lake, aside);
        }
        catch
        {
            Directory.Move(target.Lake.Path, aside);
            Directory.Move(former, target.Lake.Path);
            throw;
        }

        log.Write("swapped", new { former });
        return former;
    }
}

/// <summary>Changes when anybody writes to bronze or to the warehouse.</summary>
internal static class LakeStamp
{
    public static string Of(LakeFolder lake)
    {
        var logs = Directory.Exists(lake.BronzeTables)
            ? Directory.EnumerateDirectories(lake.BronzeTables).Order(StringComparer.Ordinal).Select(table => $"{Path.GetFileName(table)} {Delta.DeltaTable.Open(table).Snapshot().Version}")
            : [];
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse, ReadOnly = true });
        var manifest = warehouse.Scalar<string>("SELECT concat(count(*), ' ', max(processed_at)) FROM manifest_processed_files");
        var builds = warehouse.Scalar<string>("SELECT concat(count(*), ' ', max(built_at)) FROM _workbook.node_builds");
        return string.Join('\n', logs.Append(manifest).Append(builds));
    }
}
