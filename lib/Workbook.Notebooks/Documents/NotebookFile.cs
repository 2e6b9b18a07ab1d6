namespace Workbook.Notebooks.Documents;

/// <summary>Notebooks by their files' names: <c>.dib</c>, or else <c>.ipynb</c>.</summary>
public static class NotebookFile
{
    /// <summary>By the name alone, in any case; the file need not be there.</summary>
    public static bool IsDib(string path) => Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="WorkbookException">It is no notebook, or can't be read.</exception>
    public static NotebookDocument Read(string path) => IsDib(path) ? DibFormat.Read(path) : NotebookDocument.Read(path);
}
