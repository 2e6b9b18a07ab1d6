using System.Diagnostics;
using System.Globalization;

namespace Workbook.Lake;

/// <summary>One writer at a time in a lake. The operating system holds the lock, so a killed process frees it.</summary>
public sealed class RunLock : IDisposable
{
    private readonly string _processFile;
    private readonly FileStream _file;

    private RunLock(string processFile, FileStream file) => (_processFile, _file) = (processFile, file);

    /// <param name="progress">Told once, if there is another run to wait for.</param>
    /// <exception cref="WorkbookException">Another process still has it after <paramref name="wait"/>, or the lake can't be written to.</exception>
    public static RunLock Take(LakeFolder lake, TimeSpan wait, IProgress<string>? progress = null, CancellationToken cancel = default) =>
        Take(lake.Path, lake.LockFile, lake.ProcessFile, wait, progress, cancel);

    /// <summary>One pipeline at a time; its steps take the lake's own lock in turn.</summary>
    /// <inheritdoc cref="Take(LakeFolder, TimeSpan, IProgress{string}?, CancellationToken)" path="/exception"/>
    public static RunLock TakePipeline(LakeFolder lake, TimeSpan wait, IProgress<string>? progress = null, CancellationToken cancel = default) =>
        Take(lake.Runs, PipelineLockFile(lake), Path.Combine(lake.Runs, "_run.pid"), wait, progress, cancel);

    /// <summary>One at a time tells of what is wrong: what was sent is read and written back meanwhile.</summary>
    public static RunLock TakeAlerts(LakeFolder lake, TimeSpan wait, CancellationToken cancel = default) =>
        Take(lake.Runs, Path.Combine(lake.Runs, "_alerts.lock"), Path.Combine(lake.Runs, "_alerts.pid"), wait, progress: null, cancel);

    /// <summary>Whether a pipeline is at work on the lake at this moment.</summary>
    public static bool IsPipelineRunning(LakeFolder lake)
    {
        try
        {
            using var file = new FileStream(PipelineLockFile(lake), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string PipelineLockFile(LakeFolder lake) => Path.Combine(lake.Runs, "_run.lock");

    private static RunLock Take(string folder, string lockFile, string processFile, TimeSpan wait, IProgress<string>? progress, CancellationToken cancel)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var file = Wait(folder, lockFile, processFile, wait, progress, cancel);
            File.WriteAllText(processFile, $"{Environment.ProcessId}");
            return new RunLock(processFile, file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The lake {folder} can't be written to: {fault.Message} Name another folder (--lake), free space or correct its permissions.", fault);
        }
    }

    /// <summary>Lets the next writer in.</summary>
    public void Dispose()
    {
        File.Delete(_processFile);
        _file.Dispose();
    }

    /// <summary>The process that has, or had, the lock; null where none is named.</summary>
    public static int? Holder(LakeFolder lake) => Holder(lake.ProcessFile);

    private static int? Holder(string processFile)
    {
        try
        {
            return int.TryParse(File.ReadAllText(processFile), CultureInfo.InvariantCulture, out var process) ? process : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Wait(string folder, string lockFile, string processFile, TimeSpan wait, IProgress<string>? progress, CancellationToken cancel)
    {
        var since = Stopwatch.StartNew();
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException fault) when (File.Exists(lockFile))
            {
                var who = Holder(processFile) is { } process ? $"process {process}" : "an unknown process";
                if (since.Elapsed >= wait)
                    throw new WorkbookException(Invariant($"Another run ({who}) writes to {folder} and did not finish within {wait.TotalSeconds:0} s. Wait for it, or stop it, and run this again."), fault);
                if (!told)
                    progress?.Report(Invariant($"Another run ({who}) writes to {folder}; waiting up to {wait.TotalSeconds:0} s for it."));
                cancel.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
                cancel.ThrowIfCancellationRequested();
            }
        }
    }
}
