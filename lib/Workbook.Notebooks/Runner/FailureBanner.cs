using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Runner;

/// <summary>At the top of an executed notebook that failed: what failed, with a link to where.</summary>
internal static class FailureBanner
{
    public const string Tag = "workbook-banner";

    private const string Anchor = "failed-cell";

    public static void Put(NotebookDocument document, NotebookCell failed, string title, string error)
    {
        if (document.Cells.Any(cell => cell.Tags.Contains(Tag)))
            return;
        var place = document.Cells.IndexOf(failed);
        document.Cells.Insert(place, Markdown($"<span id=\"{Anchor}\" style=\"color:#c62828;font-weight:bold\">This cell failed</span>"));
        document.Cells.Insert(0, Markdown(
            $"<span style=\"color:#c62828;font-weight:bold\">This run failed</span> in [{title.Replace("[", "\\[").Replace("]", "\\]")}](#{Anchor}):\n\n```\n{error}\n```"));
    }

    private static NotebookCell Markdown(string source)
    {
        var cell = NotebookCell.Markdown(source);
        cell.Tags = [Tag];
        return cell;
    }
}
