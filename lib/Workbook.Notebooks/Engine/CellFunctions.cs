using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks;

/// <summary>What every C# cell can call by its bare name, whichever engine runs it.</summary>
public static class CellFunctions
{
    /// <summary>The notebook's folders, seed, scale, and the DuckDB that SQL cells use.</summary>
    public static NotebookWorkspace Workspace => CellContext.Required.Host.Workspace;

    /// <summary>Set when the cell is interrupted; hand it to long calls.</summary>
    public static CancellationToken Cancellation => CellContext.Required.Cancellation;

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Only when the next output comes.</param>
    public static void ClearOutput(bool wait = false) => CellContext.Required.Clear(wait);

    /// <summary>Prose, shown rendered where it is the cell's value.</summary>
    public static FormattedText Markdown(string content) => new("text/markdown", content);

    /// <summary>Shows a bar at 0; its <see cref="ProgressBar.Report"/> moves it on.</summary>
    /// <param name="title">Stands before the bar.</param>
    /// <exception cref="WorkbookException">No cell is running.</exception>
    public static ProgressBar Progress(string title) => new(title, CellContext.Required);

    /// <summary>Asks the reader for a line.</summary>
    public static string Input(string prompt) => CellContext.Required.ReadLine(prompt, isPassword: false);
}
