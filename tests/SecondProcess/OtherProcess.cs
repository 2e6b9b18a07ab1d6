using System.Diagnostics;

namespace SecondProcess;

/// <summary>Starts this program, for the tests that have it beside them.</summary>
public static class OtherProcess
{
    /// <summary>What it prints and its errors can be read; its input ends with this process.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "SecondProcess.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

    /// <summary>Has the file open for writing when this returns, the statement done. Kill it to let go.</summary>
    public static Process Hold(string database, string statement = "SELECT 1")
    {
        var process = Start("hold", database, statement);
        return process.StandardOutput.ReadLine() == "open" ? process : throw new InvalidOperationException(process.StandardError.ReadToEnd());
    }
}
