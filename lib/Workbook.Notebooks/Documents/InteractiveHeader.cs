namespace Workbook.Notebooks.Documents;

/// <summary>
/// The cell by which a notebook also runs in .NET Interactive: it loads the workbook there, from the folder that the
/// repository's NuGet.config names. Our own kernel passes over it.
/// </summary>
public static class InteractiveHeader
{
    /// <summary>The NuGet package that the cell loads.</summary>
    public const string Package = "Workbook.Interactive";

    private const string Source = $"""
        // For .NET Interactive, after 'kernel install --interactive'. The workbook's own kernel passes over this cell.
        #r "nuget: {Package}"
        """;

    /// <summary>A new one, for a notebook to begin with.</summary>
    public static NotebookCell Cell() => NotebookCell.Code(Source);

    /// <summary>Whether it is this cell to the letter: one that somebody changed is code like any other.</summary>
    public static bool Is(NotebookCell cell) => cell.Kind == CellKind.Code && cell.Source == Source;
}
