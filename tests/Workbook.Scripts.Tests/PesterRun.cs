using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(Workbook.Scripts.Tests.PesterRun))]

namespace Workbook.Scripts.Tests;

/// <param name="Path">The blocks that hold the test, and its name, as they are written in the file.</param>
/// <param name="Name">The same with the values of a case in it.</param>
public sealed record PesterResult(string File, string Path, string Name, string Result, string? Message);

/// <summary>All Pester files, run once in PowerShell: the tool of the repository's tool manifest, which is restored first.</summary>
public sealed class PesterRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly Lazy<IReadOnlyList<PesterResult>> _results = new(Run);

    public static string Root { get; } = RepositoryRoot();

    public static string Tests { get; } = Path.Combine(Root, "tests", "Workbook.Scripts.Tests");

    /// <summary>Skips the test where PowerShell can't be had.</summary>
    public IReadOnlyList<PesterResult> Results => _results.Value;

    private static List<PesterResult> Run()
    {
        Restore();
        var pester = typeof(PesterRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Pester").Value!;
        var folder = Directory.CreateTempSubdirectory("workbook-scripts-tests-").FullName;
        try
        {
            var results = Path.Combine(folder, "results.json");
            var (exit, said) = Dotnet(["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File", Path.Combine(Tests, "Run.ps1"),
                "-Pester", pester, "-Program", Path.Combine(AppContext.BaseDirectory, "Workbook.Cli.dll"), "-World", Path.Combine(folder, "world"), "-Results", results]);
            Assert.True(File.Exists(results), $"PowerShell ended with exit code {exit} and left no results:\n{said}");
            return JsonSerializer.Deserialize<List<PesterResult>>(File.ReadAllText(results), JsonSerializerOptions.Web)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Restore()
    {
        try
        {
            var (exit, said) = Dotnet(["tool", "restore"]);
            if (exit != 0 && Dotnet(["tool", "run", "pwsh", "--", "-Version"]).Exit != 0)
                Assert.Skip($"PowerShell, a tool of .config/dotnet-tools.json, can't be restored: {said.Trim()}");
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no dotnet on the PATH to run PowerShell with.");
        }
    }

    private static (int Exit, string Said) Dotnet(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test platform's own build has set would steer the builds of the tests.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var name in new[] { "POWERSHELL_TELEMETRY_OPTOUT", "DOTNET_CLI_TELEMETRY_OPTOUT", "MSBUILDDISABLENODEREUSE", "NO_COLOR" })
            start.Environment[name] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"It was ended after {Patience.TotalMinutes} minutes. {output.Result}\n{error.Result}");
        }

        return (process.ExitCode, output.Result + error.Result);
    }

    private static string RepositoryRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
