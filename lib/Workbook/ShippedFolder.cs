namespace Workbook;

/// <summary>Folders that come with the workbook: projects, notebooks.</summary>
public static class ShippedFolder
{
    /// <param name="start">Where the search begins; it goes upwards from there, and then from the folder that this program lies in.</param>
    /// <param name="path">The folder, such as <c>lib/dbt</c>.</param>
    /// <param name="file">A file in it, by which it is known.</param>
    /// <returns>Null where it is nowhere.</returns>
    public static string? Find(string start, string path, string file = "") =>
        new[] { Path.GetFullPath(start), AppContext.BaseDirectory }.SelectMany(Upward).Select(folder => Path.Combine([folder, .. path.Split('/')]))
            .FirstOrDefault(folder => Path.Exists(Path.Combine(folder, file)));

    private static IEnumerable<string> Upward(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            yield return at.FullName;
    }
}
