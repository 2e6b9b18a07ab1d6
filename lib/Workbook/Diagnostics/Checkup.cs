using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum Verdict
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>Worth knowing, or waiting for; a run can begin.</summary>
    Warn,

    /// <summary>A run would break here; put it right first.</summary>
    Fail,
}

/// <param name="Fix">What to do about it; null where all is well.</param>
public sealed record Finding(Verdict Verdict, string Subject, string Message, string? Fix = null);

/// <summary>What is to be looked at, and for which work.</summary>
public sealed record CheckupOptions(string Lake)
{
    /// <summary>The work that must find room, in words, such as <c>scale 0.1</c>.</summary>
    public string Work { get; init; } = "a run";

    /// <summary>What it takes on disk; less than 200 MB is never enough.</summary>
    public double Megabytes { get; init; }

    /// <summary>Looks at what the lake is loaded from; left out where null.</summary>
    public Func<Finding>? RawFiles { get; init; }
}

/// <summary>Looks at the machine and the folders for what would stop a run. Leaves everything as it found it.</summary>
public static class Checkup
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Looks at what a lake and its tools need, one finding after the other, as they are asked for. Changes nothing but a file that it writes and takes away again.</summary>
    public static IEnumerable<Finding> Run(CheckupOptions options)
    {
        var lake = new LakeFolder(options.Lake);
        yield return Runtime();
        yield return Engine();
        yield return Memory();
        yield return TemporaryFolder();
        yield return DiskSpace(lake.Path, options);
        if (options.RawFiles is { } rawFiles)
            yield return rawFiles();
        yield return LakeWritable(lake);
        yield return HardLinks(lake);
        yield return Warehouse(lake);
        yield return RunUnderWay(lake);
    }

    private static Finding Runtime() => Environment.Version.Major >= 10
        ? new(Verdict.Ok, ".NET runtime", Environment.Version.ToString())
        : new(Verdict.Fail, ".NET runtime", $"{Environment.Version}, expected 10 or later", "Install the .NET 10 runtime.");

    private static Finding Engine()
    {
        try
        {
            using var connection = WorkbookDatabase.Open();
            return new(Verdict.Ok, "DuckDB", $"{connection.Scalar<string>("SELECT version()")}, its native library loads");
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException or TypeInitializationException or EntryPointNotFoundException or DuckDBException)
        {
            return new(Verdict.Fail, "DuckDB", $"the native library doesn't load: {(fault.InnerException ?? fault).Message.Split('\n')[0]}",
                "Build or publish for this platform (dotnet publish -r); on Windows install the Visual C++ runtime.");
        }
    }

    private static Finding Memory()
    {
        var megabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte;
        return megabytes >= 2_048
            ? new(Verdict.Ok, "Memory", Invariant($"{megabytes:N0} MB"))
            : new(Verdict.Warn, "Memory", Invariant($"{megabytes:N0} MB, expected 2,048 or more"), "Close other programs, or stay at scale 0.1 and below.");
    }

    private static Finding TemporaryFolder() => TryWrite(Path.GetTempPath()) is { } fault
        ? new(Verdict.Fail, "Temporary folder", fault, "Point TMPDIR (TEMP on Windows) to a folder that you can write to.")
        : new(Verdict.Ok, "Temporary folder", $"{Path.GetTempPath()} can be written");

    private static Finding DiskSpace(string folder, CheckupOptions options)
    {
        var needed = Math.Max(200, options.Megabytes);
        try
        {
            var free = new DriveInfo(ExistingAncestor(folder)).AvailableFreeSpace / Megabyte;
            var message = string.Create(CultureInfo.InvariantCulture, $"{free:N0} MB free; {options.Work} takes about {needed:N0} MB with raw files, lake and warehouse");
            return free >= needed
                ? new(Verdict.Ok, "Disk space", message)
                : new(Verdict.Fail, "Disk space", message, "Free some space, choose another folder (--lake), or a smaller --scale.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(Verdict.Warn, "Disk space", $"could not be found out: {fault.Message}", "See yourself that there is enough.");
        }
    }

    private static Finding LakeWritable(LakeFolder lake)
    {
        var exists = Directory.Exists(lake.Path);
        if (FileInTheWay(lake.Path) is { } file)
            return new(Verdict.Fail, "Lake folder", $"{lake.Path} can't be made: {file} is a file", "Move it away, or choose another folder (--lake).");
        return TryWrite(ExistingAncestor(lake.Path)) is { } fault
            ? new(Verdict.Fail, "Lake folder", fault, "Change its owner or permissions, or choose another folder (--lake).")
            : new(Verdict.Ok, "Lake folder", exists ? $"{lake.Path} can be written" : $"{lake.Path} isn't there yet and can be made");
    }

    private static Finding HardLinks(LakeFolder lake)
    {
        var folder = ExistingAncestor(lake.Path);
        var (file, link) = (Path.Combine(folder, $".workbook-link-{Guid.NewGuid():N}"), Path.Combine(folder, $".workbook-link-{Guid.NewGuid():N}"));
        try
        {
            File.WriteAllText(file, "");
            HardLink.TryCreate(file, link);
            return new(Verdict.Ok, "Hard links", "the lake's file system has them");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // On Windows commits do without, and linked layouts become copies.
            return new(OperatingSystem.IsWindows() ? Verdict.Warn : Verdict.Fail, "Hard links", $"impossible in {folder}: {fault.Message}",
                "Delta commits need them: keep the lake on a local disk with APFS, ext4, NTFS or the like, not on FAT or a network share.");
        }
        finally
        {
            TryDelete(file);
            TryDelete(link);
        }
    }

    private static Finding Warehouse(LakeFolder lake)
    {
        const string Subject = "Warehouse";
        if (!File.Exists(lake.Warehouse))
            return new(Verdict.Ok, Subject, $"{lake.Warehouse} isn't there yet; 'workbook run' builds it");
        try
        {
            using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse, ReadOnly = true });
            var tables = connection.Scalar<long>("SELECT count(*) FROM duckdb_tables() WHERE NOT internal");
            return new(Verdict.Ok, Subject, $"opens, {tables} tables");
        }
        catch (DatabaseLockedException fault)
        {
            var holder = fault.HolderProcessId is { } id ? $"process {id}{NameOf(id)}" : "another process";
            return new(Verdict.Warn, Subject, $"held by {holder}", "Close it there before a run: a notebook's kernel, or a run that is under way.");
        }
        catch (WorkbookException fault)
        {
            return new(Verdict.Fail, Subject, fault.Message, $"Delete {lake.Warehouse} and run 'workbook run': it is built from the lake's files.");
        }
    }

    private static Finding RunUnderWay(LakeFolder lake)
    {
        const string Subject = "Run lock";
        return RunLock.Holder(lake) is not { } holder ? new(Verdict.Ok, Subject, "no run is under way")
            : NameOf(holder) is { Length: > 0 } name ? new(Verdict.Warn, Subject, $"process {holder}{name} is at work on the lake", "Wait until it is done.")
            : new(Verdict.Warn, Subject, $"the last run, process {holder}, was killed", "Run it again: it finishes or undoes what that one began.");
    }

    /// <summary>In parentheses after a space; nothing for a process that isn't there.</summary>
    private static string NameOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return $" ({process.ProcessName})";
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return "";
        }
    }

    private static string ExistingAncestor(string folder)
    {
        var path = Path.GetFullPath(folder);
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent)
            path = parent;
        return path;
    }

    private static string? FileInTheWay(string folder)
    {
        for (string? path = folder; path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private static string? TryWrite(string folder)
    {
        var file = Path.Combine(folder, $".workbook-write-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(file, "");
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"{folder} can't be written: {fault.Message}";
        }
        finally
        {
            TryDelete(file);
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It was never made, or stays: the finding says what matters.
        }
    }
}
