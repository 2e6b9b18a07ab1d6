using Workbook.Charts;

namespace Workbook.Notebooks.Engine;

/// <summary>
/// Whoever runs a notebook's cells, as seen by what runs in them: our own session, or another notebook engine's. SQL cells,
/// tasks and displays know no more of it, and so need no C# compiler of ours in their process.
/// </summary>
public interface ICellHost
{
    /// <summary>The notebook's folders, seed and scale, and the DuckDB that its cells share.</summary>
    NotebookWorkspace Workspace { get; }

    /// <summary>The first chart of a notebook brings plotly.js for all.</summary>
    ChartPage Charts { get; }

    /// <returns>The newest value of a variable that any cell declared; not found where none did.</returns>
    (bool Found, object? Value) ValueOf(string name);

    /// <summary>Names that <see cref="ValueOf"/> finds, for completion; a host that can't list all of them lists what it can.</summary>
    IEnumerable<string> ValueNames { get; }
}
