using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Engine.Assistance;

/// <summary>The NuGet packages that lie on this machine, as the SDK keeps them: a folder for each, one in it for each version.</summary>
internal static partial class CachedPackages
{
    private static string Folder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public static IEnumerable<string> Names() => Folders(Folder).Select(package => Name(package)).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>The newest first.</summary>
    public static IEnumerable<string> Versions(string name) => Newest(Path.Combine(Folder, name.ToLowerInvariant())).Select(folder => folder.Name);

    private static IEnumerable<DirectoryInfo> Newest(string package) => Folders(package)
        .OrderByDescending(folder => Version.TryParse(folder.Name.Split('-', '+')[0], out var version) ? version : new Version()).ThenBy(folder => folder.Name.Contains('-'));

    private static DirectoryInfo[] Folders(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).GetDirectories() : [];

    /// <summary>As its author writes it: the folder's name is in small letters.</summary>
    private static string Name(DirectoryInfo package)
    {
        var specification = Newest(package.FullName).Select(version => Path.Combine(version.FullName, $"{package.Name}.nuspec")).FirstOrDefault(File.Exists);
        return specification is not null && Id().Match(File.ReadAllText(specification)) is { Success: true } id ? id.Groups[1].Value : package.Name;
    }

    [GeneratedRegex(@"<id>\s*([^<\s]+)\s*</id>")]
    private static partial Regex Id();
}
