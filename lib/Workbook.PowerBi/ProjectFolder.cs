namespace Workbook.PowerBi;

/// <summary>Where a project is written, and what may be written over.</summary>
internal static class ProjectFolder
{
    /// <exception cref="WorkbookException">The folder isn't empty, and isn't such a project.</exception>
    public static void Write(string folder, string name, IReadOnlyDictionary<string, string> files)
    {
        var root = Path.GetFullPath(folder);
        if (File.Exists(root))
            throw new WorkbookException($"Can't write a Power BI project to '{root}': it is a file. Name a folder.");
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any() && !IsProject(root, name))
            throw new WorkbookException($"Can't write a Power BI project to '{root}': the folder isn't empty, and {name}.pbip with a README.md of the workbook's isn't in it. Name an empty folder or a new one (--out), or empty this one yourself.");

        try
        {
            Replace(root, name, files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"Can't write the Power BI project to '{root}': {fault.Message} Close it in Power BI Desktop, or name another folder (--out).", fault);
        }
    }

    private static void Replace(string root, string name, IReadOnlyDictionary<string, string> files)
    {
        // A table or visual that is no more must not stay behind.
        foreach (var definition in new[] { $"{name}.SemanticModel", $"{name}.Report" }.Select(part => Path.Combine(root, part, "definition")).Where(Directory.Exists))
            Directory.Delete(definition, recursive: true);
        foreach (var (path, text) in files)
        {
            var file = Path.Combine([root, .. path.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private static bool IsProject(string root, string name) =>
        File.Exists(Path.Combine(root, $"{name}.pbip")) && Path.Combine(root, "README.md") is var readme
        && File.Exists(readme) && File.ReadLines(readme).FirstOrDefault() == ProjectReadme.FirstLine(name);
}
