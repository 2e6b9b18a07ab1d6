using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Project;
using Workbook.Models.Running;
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
    public static string Swap(IncrementTarget target, string aside, BackfillLog log, CancellationToken cancel)
    {
        PointViewsAt(target, aside, cancel);
        var former = $"{target.Lake.Path}.before-{log.Run}";
        log.Write("swapped", new { former });
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

        return former;
    }

    /// <summary>Staging views name the folder of bronze: those of the copy are made anew for the place where it will be.</summary>
    private static void PointViewsAt(IncrementTarget target, string aside, CancellationToken cancel)
    {
        var profiles = Path.Combine(aside, BackfillLog.Folder, "profile");
        Directory.CreateDirectory(profiles);
        var options = target.Project.OptionsIn(target.Lake);
        File.WriteAllText(Path.Combine(profiles, "profiles.yml"), $"""
            {ModelProject.Read(options).Profile.Name}:
              target: main
              outputs:
                main:
                  type: duckdb
                  path: '{new LakeFolder(aside).Warehouse.Replace("'", "''", StringComparison.Ordinal)}'
                  schema: main
                  threads: 1
            """);
        var project = ModelProject.Read(options with { ProfilesFolder = profiles });
        var run = ModelRunner.Run(project, new ModelRunOptions { Command = "run", Select = ["tag:staging"], TargetPath = Path.Combine(aside, BackfillLog.Folder, "dbt") }, time: target.Time, cancel: cancel);
        if (run.Results.FirstOrDefault(result => result.IsFailure) is { } failed)
            throw new WorkbookException($"The backfilled lake in {aside} can't be made ready for {target.Lake.Path}: {failed.Node.Name}: {failed.Message} The lake is as it was.");
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
