using Workbook.Lake;
using Workbook.Models.Project;

namespace Workbook.Models;

/// <summary>The retailer's own dbt project, <c>lib/dbt</c>, built in a lake's warehouse.</summary>
public static class RetailProject
{
    /// <summary>Names the lake to the project's files.</summary>
    public const string LakeVariable = "WORKBOOK_LAKE";

    /// <summary><c>lib/dbt</c> of the folder, of one above it, or of the folder that this program lies in.</summary>
    /// <exception cref="WorkbookException">It is nowhere.</exception>
    public static string Find(string folder) =>
        new[] { Path.GetFullPath(folder), AppContext.BaseDirectory }.SelectMany(Upward).Select(candidate => Path.Combine(candidate, "lib", "dbt"))
            .FirstOrDefault(candidate => File.Exists(Path.Combine(candidate, DbtProject.FileName)))
        ?? throw new WorkbookException($"The retailer's dbt project, lib/dbt, is neither in {Path.GetFullPath(folder)} nor above it. Go to the workbook's folder, or name the project with --project-dir.");

    public static ProjectOptions Options(string projectFolder, LakeFolder lake) => new()
    {
        Folder = projectFolder,
        Environment = new Dictionary<string, string> { [LakeVariable] = lake.Path },
    };

    /// <summary>Artifacts lie in the lake that they tell of: one project may be built in several.</summary>
    public static string TargetPath(LakeFolder lake) => Path.Combine(lake.Path, "_dbt");

    private static IEnumerable<string> Upward(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
