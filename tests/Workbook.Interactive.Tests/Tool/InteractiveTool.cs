using System.Diagnostics;

namespace Workbook.Interactive.Tests.Tool;

/// <summary><c>dotnet interactive</c> as the repository's tool manifest has it.</summary>
internal static class InteractiveTool
{
    public static string Repository { get; } = Above(AppContext.BaseDirectory);

    private static readonly Lazy<bool> Restored = new(() =>
    {
        Run("tool", "restore");
        return true;
    });

    public static Process Start(params string[] arguments)
    {
        _ = Restored.Value;
        return Process.Start(Info(Repository, ["tool", "run", "dotnet-interactive", "--", .. arguments]))!;
    }

    /// <summary>Runs a command of the SDK in the repository, which must succeed.</summary>
    public static string Run(params string[] arguments)
    {
        var result = WorkbookProcess.Finish(Info(Repository, arguments));
        Assert.True(result.Exit == 0, $"dotnet {string.Join(' ', arguments)}: {result.Out}{result.Error}");
        return result.Out;
    }

    public static ProcessStartInfo Info(string folder, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // Those of the test run would lead MSBuild to the wrong place.
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            info.Environment.Remove(name);
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        info.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        info.Environment["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        return info;
    }

    private static string Above(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "Workbook.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
