using System.Diagnostics;

namespace Workbook.Packages.Tests;

internal sealed record ProcessResult(int Exit, string Out, string Error)
{
    /// <summary>Fails with what it said.</summary>
    public ProcessResult Succeeded()
    {
        Assert.True(Exit == 0, $"exit {Exit}: {Out}{Error}");
        return this;
    }
}

internal static class Dotnet
{
    public static ProcessResult Run(string folder, params string[] arguments) => Run(folder, null, arguments);

    public static ProcessResult Run(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        Start("dotnet", folder, environment, arguments);

    public static ProcessResult Start(string program, string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProcessResult(process.ExitCode, output, error.Result);
    }
}
