using System.Security.Cryptography;
using System.Text;
using Workbook.Models.Project;

namespace Workbook.Models.Reading;

/// <summary>A project's folder: the root project, or a package below <c>dbt_packages</c>.</summary>
/// <param name="Prefix">What stands before its files' names as the root sees them; empty for the root.</param>
internal sealed record PackageFolder(DbtProject Project, string Prefix)
{
    public string Name => Project.Name;

    /// <summary>Files below some of the project's paths, in a fixed order; none where a path isn't there.</summary>
    public IEnumerable<ProjectFile> Files(IEnumerable<string> paths, params string[] endings) =>
        paths.Distinct(StringComparer.Ordinal)
            .Select(path => (Path: path.TrimEnd('/'), Folder: Path.Combine(Project.Folder, path)))
            .Where(root => Directory.Exists(root.Folder))
            .SelectMany(root => Directory.EnumerateFiles(root.Folder, "*", SearchOption.AllDirectories)
                .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
                .Select(file => new ProjectFile(this, root.Path, Path.GetRelativePath(root.Folder, file).Replace('\\', '/'))))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
}

/// <param name="Root">The path of the project it lies below: models, seeds, ….</param>
/// <param name="Below">Relative to that.</param>
internal sealed record ProjectFile(PackageFolder Package, string Root, string Below)
{
    /// <summary>As faults and <c>original_file_path</c> name it.</summary>
    public string Name => $"{Package.Prefix}{Root}/{Below}";

    public string FullPath => Path.Combine(Package.Project.Folder, Root, Below);

    public string Stem => Path.GetFileNameWithoutExtension(Below);

    public string Text => field ??= File.ReadAllText(FullPath);

    /// <summary>Package and folders, then the name.</summary>
    public IReadOnlyList<string> Fqn(string name) => [Package.Name, .. Below.Split('/')[..^1], name];

    public static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
