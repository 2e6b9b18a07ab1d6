namespace Workbook.Notebooks.Engine;

/// <summary>Where the files lie that a cell names: beside its notebook, else in the workspace.</summary>
internal static class CellFiles
{
    /// <summary>The notebook's own folder is the process's current one, as front ends and the runner start it.</summary>
    public static IReadOnlyList<string> Folders(NotebookWorkspace workspace) => [.. new[] { Environment.CurrentDirectory, workspace.Root }.Distinct()];

    /// <returns>The full path of the first that is there; null for none.</returns>
    public static string? Find(string path, IEnumerable<string> folders, Func<string, bool> isThere) =>
        folders.Select(folder => Path.GetFullPath(path, folder)).FirstOrDefault(isThere);

    public static string SearchedFolders(string path, IEnumerable<string> folders) =>
        string.Join(" and ", folders.Select(folder => Path.GetDirectoryName(Path.GetFullPath(path, folder))).Distinct());

    /// <summary>A file's name in messages: as seen from the notebook, where it lies below it.</summary>
    public static string Shown(string file) =>
        Path.GetRelativePath(Environment.CurrentDirectory, file) is var name && name.StartsWith("..", StringComparison.Ordinal) ? file : name;
}
