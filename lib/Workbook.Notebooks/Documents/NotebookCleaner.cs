using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Documents;

/// <summary>What running and opening leaves in a notebook, taken out: what remains is what was written.</summary>
public static class NotebookCleaner
{
    /// <summary>Of a run or of a window; the workbook's runner keeps its own under <c>workbook_run</c>.</summary>
    private static readonly string[] VolatileOfNotebook = ["papermill", "widgets", "signature", "toc", "varInspector", "celltoolbar", "workbook_run"];

    private static readonly string[] VolatileOfCell =
    [
        "papermill", "execution", "ExecuteTime", "scrolled", "collapsed", "heading_collapsed", "hidden", "jupyter.outputs_hidden", "jupyter.source_hidden",
        "vscode.interpreter", "workbook_run",
    ];

    /// <summary>A second time it changes nothing.</summary>
    /// <returns>How many cells changed.</returns>
    public static int Clean(NotebookDocument document)
    {
        foreach (var name in VolatileOfNotebook)
            document.Metadata.Remove(name);
        // Cells that a run put in: parameters' values, and the banner on top.
        document.Cells.RemoveAll(cell => cell.Tags.Any(tag => tag is "injected-parameters" or "workbook-banner"));
        return document.Cells.Count(Clean);
    }

    private static bool Clean(NotebookCell cell)
    {
        var changed = cell.Outputs.Count > 0 || cell.ExecutionCount is not null;
        if (cell.Outputs.Count > 0)
            cell.Outputs = [];
        if (cell.ExecutionCount is not null)
            cell.ExecutionCount = null;
        foreach (var path in VolatileOfCell)
            changed |= Remove(cell.Metadata, path.Split('.'));
        return changed;
    }

    private static bool Remove(JsonObject json, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
            return json.Remove(path[0]);
        if (json[path[0]] is not JsonObject inner || !Remove(inner, path[1..]))
            return false;
        if (inner.Count == 0)
            json.Remove(path[0]);
        return true;
    }
}
