using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Workbook.Jupyter.Zmtp;

namespace Workbook.Jupyter.Kernel;

/// <summary>
/// Tells when the process that started this one is gone: a kernel that nobody can reach any more must not stay. Jupyter
/// names the parent in JPY_PARENT_PID: a process id, on Windows a handle. Elsewhere than on Windows it is known anyway.
/// </summary>
internal sealed partial class ParentWatch
{
    private const int PollMilliseconds = 500;
    private const uint Infinite = uint.MaxValue, WaitFailed = uint.MaxValue;

    /// <summary>Taken at once: a parent that dies while the kernel still starts counts too.</summary>
    private readonly int _parent = OperatingSystem.IsWindows() ? 0 : GetParent();

    public void Start(Action gone)
    {
        var named = long.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture, out var value) ? value : 0;
        if (!OperatingSystem.IsWindows())
            ZmtpSocket.StartThread("jupyter parent", () => Poll(named, gone));
        else if (named > 0)
            ZmtpSocket.StartThread("jupyter parent", () => WaitFor(named, gone));
    }

    /// <param name="named">May be further up than the parent, where a script stands between; 0 when unknown.</param>
    private void Poll(long named, Action gone)
    {
        if (named == _parent || !IsAlive(named))
            named = 0;
        while (GetParent() == _parent && (named == 0 || IsAlive(named)))
            Thread.Sleep(PollMilliseconds);
        gone();
    }

    private static void WaitFor(long handle, Action gone)
    {
        if (WaitForSingleObject((nint)handle, Infinite) == WaitFailed)
        {
            try
            {
                using var process = Process.GetProcessById((int)handle);
                process.WaitForExit();
            }
            catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return; // neither a handle nor a process: the variable says nothing about this kernel
            }
        }
        gone();
    }

    /// <summary>Signal 0 only asks; a process of somebody else's is refused, and so alive.</summary>
    private static bool IsAlive(long process) => process > 0 && (Kill((int)process, 0) == 0 || Marshal.GetLastPInvokeError() == 1);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial uint WaitForSingleObject(nint handle, uint milliseconds);
}
