using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Runner;

/// <summary>What to call a cell while it runs: the heading above it, or its first line.</summary>
internal static class CellTitles
{
    private const int Longest = 60;

    public static string Of(NotebookDocument document, NotebookCell cell)
    {
        var index = document.Cells.IndexOf(cell);
        var previous = index > 0 ? document.Cells[index - 1] : null;
        var heading = previous?.Kind == CellKind.Markdown
            ? previous.Source.Split('\n').LastOrDefault(line => line.StartsWith('#'))?.TrimStart('#').Trim()
            : null;
        return Cut(heading ?? cell.Source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && !line.StartsWith("#!", StringComparison.Ordinal)) ?? "(empty)");
    }

    private static string Cut(string text) => text.Length <= Longest ? text : text[..(Longest - 1)] + "…";
}
