namespace Workbook.Notebooks.Engine;

/// <summary>
/// One notebook's life: cells run one after the other and see what earlier ones left behind. Hosts (the Jupyter kernel, the
/// headless runner) stand on this and on nothing below it.
/// </summary>
public sealed class NotebookSession : IDisposable
{
    /// <summary>Does in the background what makes the first cell slow; stops early when a cell comes.</summary>
    public void WarmUp() => throw new NotImplementedException();

    /// <summary>Runs a cell to its end on a thread of its own; the caller waits. One at a time.</summary>
    public CellResult Execute(CellRequest request, ICellOutput output) => throw new NotImplementedException();

    /// <summary>Stops the running cell, whatever it is stuck in; from any thread. Without one it does nothing.</summary>
    public void Interrupt() => throw new NotImplementedException();

    /// <param name="cursor">UTF-16 offset.</param>
    public Completion Complete(string code, int cursor, string? language = null) => throw new NotImplementedException();

    /// <summary>What stands at the cursor: signature, type, documentation; null when there is nothing to say.</summary>
    /// <param name="isDetailed">Source or all overloads too.</param>
    public MimeBundle? Inspect(string code, int cursor, bool isDetailed = false, string? language = null) => throw new NotImplementedException();

    /// <param name="indent">What a next line should begin with; empty unless incomplete.</param>
    public Completeness IsComplete(string code, out string indent, string? language = null) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
