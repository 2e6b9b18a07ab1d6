using System.Diagnostics;

namespace Workbook.Interactive.Tests.Tool;

internal sealed record ProcessResult(int Exit, string Out, string Error)
{
    /// <summary>Fails with what it said.</summary>
    public ProcessResult Succeeded()
    {
        Assert.True(Exit == 0, $"exit {Exit}: {Out}{Error}");
        return this;
    }
}

/// <summary>The workbook's command line as a process of its own.</summary>
internal static class WorkbookProcess
{
    public static ProcessResult Run(params string[] arguments) => Finish(Info(arguments));

    public static ProcessStartInfo Info(params string[] arguments) => InteractiveTool.Info(InteractiveTool.Repository, [Path.Combine(AppContext.BaseDirectory, "Workbook.Cli.dll"), .. arguments]);

    public static ProcessResult Finish(ProcessStartInfo info, string input = "")
    {
        using var process = Process.Start(info)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProcessResult(process.ExitCode, output, error.Result);
    }
}
