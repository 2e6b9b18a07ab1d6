namespace Workbook.Notebooks.Documents;

/// <summary>The notebooks of a folder and of those below it.</summary>
public static class NotebookFolder
{
    /// <summary>In order of path, without Jupyter's checkpoints and other hidden files and folders; a folder that links lead to twice is taken once.</summary>
    /// <param name="extensions">With their dots, in lower case.</param>
    /// <param name="except">Tells of a folder, by its full path, whether it is left out with all below it.</param>
    /// <exception cref="WorkbookException">A folder can't be read.</exception>
    public static IReadOnlyList<string> Files(string folder, IReadOnlyList<string> extensions, Func<string, bool>? except = null)
    {
        var (found, seen) = (new List<string>(), new HashSet<string>());
        Add(folder);
        return [.. found.Order(StringComparer.Ordinal)];

        void Add(string path)
        {
            var directory = new DirectoryInfo(path);
            if (!seen.Add(directory.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? directory.FullName))
                return;
            try
            {
                found.AddRange(directory.GetFiles().Where(file => !file.Name.StartsWith('.') && extensions.Contains(file.Extension.ToLowerInvariant())).Select(file => Path.Combine(path, file.Name)));
                foreach (var below in directory.GetDirectories().Where(below => !below.Name.StartsWith('.') && below.Exists && except?.Invoke(below.FullName) != true))
                    Add(Path.Combine(path, below.Name));
            }
            catch (UnauthorizedAccessException fault)
            {
                throw new WorkbookException($"The folder '{path}' can't be read: {fault.Message}", fault);
            }
        }
    }
}
