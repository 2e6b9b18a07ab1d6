namespace Workbook.Notebooks.Engine.Assistance;

/// <summary>Completes paths that begin in the given folders.</summary>
internal sealed class FileNames(Func<IReadOnlyList<string>> folders)
{
    /// <param name="typed">The path so far.</param>
    /// <param name="cursor">Behind it; what is replaced begins after its last slash.</param>
    /// <param name="extensions">Of the files to offer; none for all.</param>
    public Completion Complete(string typed, int cursor, params IReadOnlyList<string> extensions)
    {
        var slash = typed.LastIndexOfAny(['/', '\\']);
        var (within, name) = (typed[..(slash + 1)], typed[(slash + 1)..]);
        var items = folders().SelectMany(folder => In(Path.Combine(folder, within), name, extensions)).DistinctBy(item => item.Text);
        return new Completion([.. items.OrderBy(item => item.Kind != "folder").ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase)], cursor - name.Length, cursor);
    }

    private static IEnumerable<CompletionItem> In(string folder, string name, IReadOnlyList<string> extensions)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(entry => entry.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (name.Length > 0 || !entry.Name.StartsWith('.')))
                .Where(entry => entry is DirectoryInfo || extensions.Count == 0 || extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
                .Select(entry => entry is DirectoryInfo ? new CompletionItem(entry.Name + "/", "folder") : new CompletionItem(entry.Name, "file"))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return []; // there is nothing to offer in a folder that can't be read
        }
    }
}
