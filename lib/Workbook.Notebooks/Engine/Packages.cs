using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Engine;

/// <summary><c>#r "nuget: Package, 1.2.3"</c>: restored by the SDK, once for each machine, and referenced.</summary>
internal static partial class Packages
{
    /// <summary>The code with those lines emptied, so that line numbers stay.</summary>
    public static string Resolve(string code, ScriptEngine scripts, CellContext context)
    {
        if (!code.Contains("#r", StringComparison.Ordinal) && !code.Contains("#i", StringComparison.Ordinal) && !code.Contains("Microsoft.DotNet.Interactive", StringComparison.Ordinal))
            return code;
        foreach (var line in Reference().Matches(code).Where(line => line.Groups["name"].Success))
        {
            foreach (var assembly in Restore(line.Groups["name"].Value.Trim(), line.Groups["version"].Value.Trim(), context.Cancellation))
                scripts.AddReference(assembly);
        }

        return Interactive().Replace(Reference().Replace(code, ""), "");
    }

    private static IReadOnlyList<string> Restore(string name, string version, CancellationToken cancellation)
    {
        // What the engine brings itself needs no restoring.
        if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == name) is { Location.Length: > 0 } own)
            return [own.Location];
        var folder = Path.Combine(Path.GetTempPath(), "workbook-packages", $"{name}-{(version.Length == 0 ? "latest" : version)}".ToLowerInvariant());
        var output = Path.Combine(folder, "bin");
        if (!File.Exists(Path.Combine(folder, "restored")))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "package.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies></PropertyGroup>
                  <ItemGroup><PackageReference Include="{name}" Version="{(version.Length == 0 ? "*" : version)}" /></ItemGroup>
                </Project>
                """);
            Build(folder, output, name, version, cancellation);
            File.WriteAllText(Path.Combine(folder, "restored"), "");
        }

        return [.. Directory.EnumerateFiles(output, "*.dll").Where(file => Path.GetFileName(file) != "package.dll")];
    }

    private static void Build(string folder, string output, string name, string version, CancellationToken cancellation)
    {
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "--output", output, "-v:q", "-nologo"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var stop = cancellation.Register(() => build.Kill(entireProcessTree: true));
        var said = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (build.ExitCode != 0)
            throw new WorkbookException($"The package {name} {version} could not be restored: {said.Trim().Split('\n')[0]} Check its name and version, and that the package feed can be reached.");
    }

    [GeneratedRegex("""^[ \t]*#(?:r[ \t]+"nuget:(?<name>[^,"]+)(?:,(?<version>[^"]*))?"|i[ \t]+"[^"]*")[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex Reference();

    /// <summary>Namespaces of the older engine, whose functions have the same names here.</summary>
    [GeneratedRegex(@"^[ \t]*using[ \t]+(static[ \t]+)?Microsoft\.DotNet\.Interactive[\w.]*[ \t]*;", RegexOptions.Multiline)]
    private static partial Regex Interactive();
}
