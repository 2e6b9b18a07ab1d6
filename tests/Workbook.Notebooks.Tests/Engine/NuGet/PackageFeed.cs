using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Notebooks.Tests.Engine.NuGet;

/// <summary>Packages made on the spot, in a folder that is the notebook's only feed: real restores without a network.</summary>
internal sealed class PackageFeed
{
    private readonly string _folder;
    private readonly Dictionary<string, byte[]> _assemblies = [];

    public PackageFeed(string workspace)
    {
        _folder = Directory.CreateDirectory(Path.Combine(workspace, "feed")).FullName;
        File.WriteAllText(Path.Combine(workspace, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(workspace, "packages")}" /></config>
              <packageSources><clear /><add key="feed" value="{_folder}" /></packageSources>
            </configuration>
            """);
    }

    /// <param name="needs">As "Package 1.0": compiled against it, and asking for it.</param>
    /// <param name="files">More of the package: where in it, and the file.</param>
    /// <param name="framework">A part of .NET that it stands on, and the folder of its assemblies.</param>
    public PackageFeed Add(string id, string version, string code, IReadOnlyList<string>? needs = null, IReadOnlyDictionary<string, string>? files = null, (string Name, string Folder)? framework = null)
    {
        var references = (needs ?? []).Select(need => MetadataReference.CreateFromImage(_assemblies[need]))
            .Concat(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal)).Concat(framework is { Folder: var folder } ? Directory.EnumerateFiles(folder, "Microsoft.*.dll") : []).Select(file => MetadataReference.CreateFromFile(file)));
        using var assembly = new MemoryStream();
        var emitted = CSharpCompilation.Create(id, [CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0\")]\n{code}", cancellationToken: TestContext.Current.CancellationToken)], references, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true))
            .Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        _assemblies[$"{id} {version}"] = assembly.ToArray();
        using var package = ZipFile.Open(Path.Combine(_folder, $"{id}.{version}.0.nupkg"), ZipArchiveMode.Create);
        Write(package, $"{id}.nuspec", System.Text.Encoding.UTF8.GetBytes($"""
            <package><metadata><id>{id}</id><version>{version}.0</version><authors>test</authors><description>test</description>
              <dependencies><group targetFramework="net10.0">{string.Concat((needs ?? []).Select(need => $"<dependency id=\"{need.Split(' ')[0]}\" version=\"{need.Split(' ')[1]}.0\" />"))}</group></dependencies>
              {(framework is { Name: var name } ? $"<frameworkReferences><group targetFramework=\"net10.0\"><frameworkReference name=\"{name}\" /></group></frameworkReferences>" : "")}
            </metadata></package>
            """));
        Write(package, $"lib/net10.0/{id}.dll", assembly.ToArray());
        foreach (var (path, file) in files ?? new Dictionary<string, string>())
            Write(package, path, File.ReadAllBytes(file));
        return this;
    }

    private static void Write(ZipArchive package, string path, byte[] content)
    {
        using var entry = package.CreateEntry(path).Open();
        entry.Write(content);
    }
}
