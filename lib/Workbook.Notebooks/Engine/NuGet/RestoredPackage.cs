using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Engine.NuGet;

/// <param name="Id">As a cell names it.</param>
/// <param name="Version">Empty for the newest; else a version or a range, as NuGet takes them.</param>
internal sealed record PackageRequest(string Id, string Version);

/// <summary>A package as this machine has it.</summary>
/// <param name="Assemblies">Their files.</param>
/// <param name="NativeLibraries">The files for this machine's system and processor.</param>
/// <param name="Dependencies">Other packages, and which versions of them would do.</param>
/// <param name="Frameworks">Parts of .NET that it stands on and this program doesn't, such as <c>Microsoft.AspNetCore.App</c>.</param>
internal sealed record RestoredPackage(string Id, string Version, IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeLibraries, IReadOnlyDictionary<string, string> Dependencies, IReadOnlyList<string> Frameworks)
{
    /// <summary>What a restore has found: NuGet's <c>project.assets.json</c>. Satellites, analyzers and build files are left out.</summary>
    public static IReadOnlyList<RestoredPackage> Read(JsonNode assets)
    {
        string[] roots = [.. assets["packageFolders"]!.AsObject().Select(folder => folder.Key)];
        // The graph for this machine's runtime stands beside the portable one, which has no native libraries.
        var graph = assets["targets"]!.AsObject().OrderByDescending(target => target.Key.Contains('/')).First().Value!.AsObject();
        return [.. graph.Where(entry => (string?)entry.Value!["type"] == "package").Select(entry =>
        {
            var name = entry.Key.Split('/');
            var folder = (string)assets["libraries"]![entry.Key]!["path"]!;
            IReadOnlyList<string> Files(string kind) => [.. (entry.Value![kind]?.AsObject() ?? []).Select(file => file.Key).Where(file => !file.EndsWith("/_._", StringComparison.Ordinal)).Select(file =>
                roots.Select(root => Path.GetFullPath(Path.Combine(root, folder, file))).FirstOrDefault(File.Exists) ?? Path.GetFullPath(Path.Combine(roots[0], folder, file)))];
            var dependencies = (entry.Value!["dependencies"]?.AsObject() ?? []).ToDictionary(other => other.Key, other => (string)other.Value!, StringComparer.OrdinalIgnoreCase);
            return new RestoredPackage(name[0], name[1], Files("runtime"), Files("native"), dependencies,
                [.. (entry.Value!["frameworkReferences"]?.AsArray() ?? []).Select(framework => (string)framework!).Where(framework => framework != "Microsoft.NETCore.App")]);
        })];
    }

    /// <summary>Whether nobody has cleaned the folder of packages since.</summary>
    public bool IsThere => Assemblies.Concat(NativeLibraries).All(File.Exists);
}
