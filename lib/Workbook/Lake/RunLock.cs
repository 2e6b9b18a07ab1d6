using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Workbook.Lake;

/// <summary>
/// One writer at a time in a lake. The operating system holds the lock, so a killed process frees it; the file's text
/// only says who has it.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <param name="waiting">Told once, if there is another run to wait for.</param>
    /// <exception cref="WorkbookException">Another process still has it after <paramref name="wait"/>, or the lake can't be written to.</exception>
    public static RunLock Take(LakeFolder lake, TimeSpan wait, Action<string>? waiting, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(lake.Path);
            var file = Wait(lake, wait, waiting, cancellation);
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes($"{Environment.ProcessId}"));
            file.Flush();
            return new RunLock(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The lake {lake.Path} can't be written to: {fault.Message} Name another folder (--lake), free space or correct its permissions.", fault);
        }
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }

    /// <summary>The process that a lock file names; null where it names none.</summary>
    public static int? Holder(LakeFolder lake)
    {
        try
        {
            using var file = new FileStream(lake.LockFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var text = new StreamReader(file);
            return int.TryParse(text.ReadLine(), CultureInfo.InvariantCulture, out var process) ? process : null;
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
                return new FileStream(lake.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
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
