using System.Diagnostics;
using System.Globalization;

namespace Workbook.Lake;

/// <summary>One writer at a time in a lake. The operating system holds the lock, so a killed process frees it.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly LakeFolder _lake;
    private readonly FileStream _file;

    private RunLock(LakeFolder lake, FileStream file) => (_lake, _file) = (lake, file);

    /// <param name="waiting">Told once, if there is another run to wait for.</param>
    /// <exception cref="WorkbookException">Another process still has it after <paramref name="wait"/>, or the lake can't be written to.</exception>
    public static RunLock Take(LakeFolder lake, TimeSpan wait, Action<string>? waiting, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(lake.Path);
            var file = Wait(lake, wait, waiting, cancellation);
            File.WriteAllText(lake.ProcessFile, $"{Environment.ProcessId}");
            return new RunLock(lake, file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The lake {lake.Path} can't be written to: {fault.Message} Name another folder (--lake), free space or correct its permissions.", fault);
        }
    }

    public void Dispose()
    {
        File.Delete(_lake.ProcessFile);
        _file.Dispose();
    }

    /// <summary>The process that has, or had, the lock; null where none is named.</summary>
    public static int? Holder(LakeFolder lake)
    {
        try
        {
            return int.TryParse(File.ReadAllText(lake.ProcessFile), CultureInfo.InvariantCulture, out var process) ? process : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static FileStream Wait(LakeFolder lake, TimeSpan wait, Action<string>? waiting, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(lake.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException fault) when (File.Exists(lake.LockFile))
            {
                var who = Holder(lake) is { } process ? $"process {process}" : "an unknown process";
                if (since.Elapsed >= wait)
                    throw new WorkbookException($"Another run ({who}) writes to {lake.Path} and did not finish within {wait.TotalSeconds:0} s. Wait for it, or stop it, and run this again.", fault);
                if (!told)
                    waiting?.Invoke($"Another run ({who}) writes to {lake.Path}; waiting up to {wait.TotalSeconds:0} s for it.");
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
