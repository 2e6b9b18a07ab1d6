using System.Diagnostics;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Engine;

/// <summary><c>#r "nuget: Package, 1.2.3"</c>: restored by the SDK, once for each machine, and referenced.</summary>
internal static partial class Packages
{
    /// <summary>The code with those lines emptied, so that line numbers stay.</summary>
    public static string Resolve(string code, ScriptEngine scripts, CellContext context)
    {
        code = scripts.Sources.Take(code, NotebookFiles.Folders(context.Host.Workspace));
        if (!code.Contains("#r", StringComparison.Ordinal) && !code.Contains("Microsoft.DotNet.Interactive", StringComparison.Ordinal))
            return code;
        foreach (var line in Reference().Matches(code).Where(line => line.Groups["name"].Success && line.Groups["name"].Value.Trim() != InteractiveHeader.Package)) // that is ourselves
        {
            foreach (var assembly in Restore(line.Groups["name"].Value.Trim(), line.Groups["version"].Value.Trim(), scripts.Sources.All, context.Cancellation))
                scripts.AddReference(assembly);
        }

        return Interactive().Replace(Reference().Replace(code, ""), "");
    }

    private static IReadOnlyList<string> Restore(string name, string version, IReadOnlyList<string> sources, CancellationToken cancellation)
    {
        // What the engine brings itself needs no restoring.
        if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == name) is { Location.Length: > 0 } own)
            return [own.Location];
        var folder = Path.Combine(Path.GetTempPath(), "workbook-packages", $"{name}-{(version.Length == 0 ? "latest" : version)}{Key(sources)}".ToLowerInvariant());
        var output = Path.Combine(folder, "bin");
        if (!File.Exists(Path.Combine(folder, "restored")))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "package.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies><RestoreAdditionalProjectSources>{SecurityElement.Escape(string.Join(';', sources))}</RestoreAdditionalProjectSources></PropertyGroup>
                  <ItemGroup><PackageReference Include="{name}" Version="{(version.Length == 0 ? "*" : version)}" /></ItemGroup>
                </Project>
                """);
            Build(folder, output, name, version, cancellation);
            File.WriteAllText(Path.Combine(folder, "restored"), "");
        }

        return [.. Directory.EnumerateFiles(output, "*.dll").Where(file => Path.GetFileName(file) != "package.dll")];
    }

    /// <summary>The same version may be another package in another feed.</summary>
    private static string Key(IReadOnlyList<string> sources) => sources.Count == 0 ? "" : $"-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sources))))[..12]}";

    private static void Build(string folder, string output, string name, string version, CancellationToken cancellation)
    {
        using var build = Start(folder, output);
        using var stop = cancellation.Register(() => build.Kill(entireProcessTree: true));
        var said = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (build.ExitCode != 0)
            throw new WorkbookException($"The package {name} {version} could not be restored: {said.Trim().Split('\n')[0]} Check its name and version, and that the package feed can be reached.");
    }

    private static Process Start(string folder, string output)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("dotnet", ["build", "--output", output, "-v:q", "-nologo"])
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new WorkbookException($"Packages are restored by the .NET SDK, and there is no 'dotnet' on the PATH: {fault.Message} Install it from https://dotnet.microsoft.com/download.", fault);
        }
    }

    [GeneratedRegex("""^[ \t]*#(?:r[ \t]+"nuget:(?<name>[^,"]+)(?:,(?<version>[^"]*))?")[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex Reference();

    /// <summary>Namespaces of the older engine, whose functions have the same names here.</summary>
    [GeneratedRegex(@"^[ \t]*using[ \t]+(static[ \t]+)?Microsoft\.DotNet\.Interactive[\w.]*[ \t]*;", RegexOptions.Multiline)]
    private static partial Regex Interactive();
}
