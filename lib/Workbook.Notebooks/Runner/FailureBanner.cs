using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Runner;

/// <summary>At the top of an executed notebook that failed: what failed, with a link to where.</summary>
internal static class FailureBanner
{
    public const string Tag = "workbook-banner";

    // White on red can be read on a light page and on a dark one.
    private const string Red = "background:#c62828;color:#fff;font-weight:bold;padding:0 .3em";

    private const string Anchor = "failed-cell";

    public static void Put(NotebookDocument document, NotebookCell failed, string title, string error)
    {
        if (document.Cells.Any(cell => cell.Tags.Contains(Tag)))
            return;
        var place = document.Cells.IndexOf(failed);
        document.Cells.Insert(place, Markdown($"<span id=\"{Anchor}\" style=\"{Red}\">This cell failed</span>"));
        document.Cells.Insert(0, Markdown(
            $"<span style=\"{Red}\">This run failed</span> in [{title.Replace("[", "\\[").Replace("]", "\\]")}](#{Anchor}):\n\n```\n{error}\n```"));
    }

    private static NotebookCell Markdown(string source)
    {
        var cell = NotebookCell.Markdown(source);
        cell.Tags = [Tag];
        return cell;
    }
}
