using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Engine.NuGet;

/// <param name="Assemblies">Names without ending.</param>
internal sealed record HostPackage(string Id, string Version, IReadOnlyList<string> Assemblies);

/// <summary>The packages that this program is built from: cells use these very ones, since a second copy would have types of its own.</summary>
internal static class HostPackages
{
    /// <summary>The packages of .NET Interactive: nothing of them is loaded, since this kernel stands in their place.</summary>
    public static readonly IReadOnlyList<string> Replaced =
        ["Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.CSharp", "Microsoft.DotNet.Interactive.Documents", "Microsoft.DotNet.Interactive.Formatting", "Microsoft.DotNet.Interactive.PackageManagement"];

    private static readonly Lazy<Dictionary<string, HostPackage>> Known = new(Read);

    public static IReadOnlyCollection<HostPackage> All => Known.Value.Values;

    public static HostPackage? Find(string id) => Known.Value.GetValueOrDefault(id);

    private static Dictionary<string, HostPackage> Read()
    {
        var packages = new Dictionary<string, HostPackage>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Where(File.Exists))
        {
            var deps = JsonNode.Parse(File.ReadAllText(file))!;
            if ((string?)deps["runtimeTarget"]?["name"] is not { } target)
                continue;
            foreach (var (name, entry) in deps["targets"]![target]!.AsObject().Where(entry => (string?)deps["libraries"]![entry.Key]!["type"] == "package"))
            {
                var assemblies = (entry!["runtime"]?.AsObject() ?? []).Select(assembly => Path.GetFileNameWithoutExtension(assembly.Key)).ToList();
                packages.TryAdd(name.Split('/')[0], new HostPackage(name.Split('/')[0], name.Split('/')[1], assemblies));
            }
        }

        return packages;
    }
}
