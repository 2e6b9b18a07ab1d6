using System.Runtime.CompilerServices;

namespace Workbook.Packages.Tests;

/// <summary>The sources of packages in another folder, as somebody has them who took them without git.</summary>
internal static class SourceCopy
{
    private static readonly string[] RootFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "NuGet.config", "global.json", ".editorconfig"];

    private static readonly string[] Built = ["bin", "obj"];

    public static string Repository { get; } = Find();

    /// <summary>Projects of lib that are packages: all but .NET Interactive's, which has tests of its own.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository, "lib"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "Workbook.Interactive").Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes <c>Packages.slnx</c>, too, with the projects.</summary>
    public static void Make(string folder, IEnumerable<string> projects)
    {
        foreach (var file in RootFiles)
            Copy(file, folder);
        foreach (var file in (string[])[.. Below("lib"), .. Below("docs/images")])
            Copy(file, folder);
        // A source that NuGet.config names.
        Directory.CreateDirectory(Path.Combine(folder, ".packages"));
        File.WriteAllLines(Path.Combine(folder, "Packages.slnx"),
            ["<Solution>", .. projects.Select(name => $"""  <Project Path="lib/{name}/{name}.csproj" />"""), "</Solution>"]);
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository, folder), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(Built).Any());

    private static void Copy(string file, string folder)
    {
        var to = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Path.Combine(Repository, file), to);
    }

    private static string Find([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
