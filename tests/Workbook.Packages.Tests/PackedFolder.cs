using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

[assembly: AssemblyFixture(typeof(Workbook.Packages.Tests.PackedFolder))]

namespace Workbook.Packages.Tests;

/// <summary>All packages, packed once from a copy of the sources that has no git, and a world outside the repository that uses them.</summary>
public sealed partial class PackedFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("workbook-packages-").FullName;
    private readonly string? _unavailable;

    public PackedFolder()
    {
        SourceCopy.Make(Sources, SourceCopy.Projects);
        var packed = Pack(Sources, Packages);
        // Without a feed, and without what it would give on this machine, nothing can be said.
        _unavailable = NotRestored().Match(packed.Out) is { Success: true } fault ? fault.Value : null;
        if (_unavailable is not null)
            return;
        packed.Succeeded();

        // Outside there is this folder alone as a source, and what was restored already: no other package of the same name, no network.
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{Packages}" /></packageSources>
            </configuration>
            """);
        var restored = Dotnet.Run(Sources, "nuget", "locals", "global-packages", "--list").Succeeded().Out;
        OutsideEnvironment = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(_root, "cache"),
            ["NUGET_FALLBACK_PACKAGES"] = restored[(restored.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(),
            ["DOTNET_CLI_HOME"] = Path.Combine(_root, "home"),
        };
    }

    public string Sources => Path.Combine(_root, "sources");

    public string Packages => Path.Combine(_root, "packed");

    /// <summary>A folder that no repository is above.</summary>
    public string Outside => Path.Combine(_root, "outside");

    public IReadOnlyDictionary<string, string> OutsideEnvironment { get; } = new Dictionary<string, string>();

    public static string Version { get; } = XDocument.Load(Path.Combine(SourceCopy.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Without analysis, which changes no assembly; the tool for this machine alone.</summary>
    internal static ProcessResult Pack(string sources, string output) => Dotnet.Run(sources,
        "pack", "Packages.slnx", "-o", output, $"-p:ToolPlatforms={RuntimeInformation.RuntimeIdentifier}", "-p:RunAnalyzers=false", "-v", "q", "--nologo");

    public void SkipUnlessPacked() => Assert.SkipWhen(_unavailable is not null, $"NuGet can't restore what packing needs: {_unavailable}");

    public ZipArchive Open(string id, string extension = "nupkg") => ZipFile.OpenRead(Path.Combine(Packages, $"{id}.{Version}.{extension}"));

    public string EmptyFolder(string name) => Directory.CreateDirectory(Path.Combine(Outside, name)).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [GeneratedRegex("error NU(1100|1101|1102|1301)[^\n]*")]
    private static partial Regex NotRestored();
}
