using System.Diagnostics;

namespace Workbook.Jupyter.Tests.Kernel;

/// <summary>The command line as a process of its own.</summary>
internal static class KernelProcess
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Workbook.Cli.dll");

    public static ProcessStartInfo Info(string folder, string file, params string[] arguments)
    {
        var info = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["JUPYTER_DATA_DIR"] = folder;
        info.Environment.Remove("JPY_PARENT_PID");
        return info;
    }

    public static (int Exit, string Out, string Error) Run(ProcessStartInfo info)
    {
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public static string Workbook(string folder, params string[] arguments)
    {
        var (exit, output, error) = Run(Info(folder, "dotnet", [Program, .. arguments]));
        Assert.True(exit == 0, error);
        return output;
    }

    /// <summary>Waits until the kernel answers on its heartbeat port.</summary>
    public static void WaitUntilUp(KernelPorts ports)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var probe = Zmtp.ZmtpTestPeer.Connect(ports.Shell, "DEALER");
                return;
            }
            catch (System.Net.Sockets.SocketException) when (tries < 300)
            {
                Thread.Sleep(100);
            }
        }
    }
}
