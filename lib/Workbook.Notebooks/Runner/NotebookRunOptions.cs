namespace Workbook.Notebooks.Runner;

/// <summary>Which notebooks to run without a front end, and how.</summary>
public sealed record NotebookRunOptions
{
    /// <summary>Notebooks (.ipynb, .dib), or folders: their notebooks and those of the folders below, in order of name.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Where the executed notebooks, their HTML and the reports go, in the same folders below; the sources stay as they are.</summary>
    public required string Output { get; init; }

    /// <summary>Values for the cells that are tagged <c>parameters</c>, by name; each goes to the notebooks that declare it.</summary>
    public IReadOnlyDictionary<string, GivenValue> Parameters { get; init; } = new Dictionary<string, GivenValue>();

    /// <summary>For each cell; a cell's own tag, <c>timeout:30</c> in seconds, outranks it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Characters that a cell may write; what is beyond is counted, not kept. 0 for no limit.</summary>
    public long OutputLimit { get; init; } = NotebookWorkspace.UsualOutputLimit;

    /// <summary>Notebooks that run at once, each in a process of its own.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>The folder with data_raw and lake; by default the notebook's own project.</summary>
    public string? Workspace { get; init; }

    /// <summary>The command that runs one notebook in a process of its own: this program, asked to be a worker.</summary>
    public required IReadOnlyList<string> WorkerCommand { get; init; }
}

/// <summary>How a notebook's run ended.</summary>
public enum RunStatus
{
    /// <summary>All cells ran, or failed where they should.</summary>
    Passed,

    /// <summary>A cell failed, or the run could not begin.</summary>
    Failed,

    /// <summary>A cell took longer than it may.</summary>
    TimedOut,

    /// <summary>Its process ended in the middle of a cell.</summary>
    Died,

    /// <summary>Whoever started the run stopped it, maybe before this notebook's turn.</summary>
    Stopped,
}

/// <param name="Title">The heading before the cell, or its first line.</param>
/// <param name="Status"><c>ok</c>, <c>failed</c>, <c>expected</c> (a tagged cell that failed as it should), <c>skipped</c>, <c>timeout</c>, <c>died</c>, <c>not run</c>.</param>
public sealed record CellOutcome(int Number, string Id, string Title, string Status, double Seconds, string? Error);

/// <param name="Output">The executed notebook.</param>
public sealed record NotebookOutcome(string Path, string Output, RunStatus Status, IReadOnlyList<CellOutcome> Cells, double Seconds, string? Error)
{
    /// <summary>The one at which the run ended; null where none failed, or none was begun.</summary>
    public CellOutcome? FailedCell => Cells.FirstOrDefault(cell => cell.Status is "failed" or "timeout" or "died");
}

/// <summary>What happens while notebooks run, for whoever watches.</summary>
/// <param name="Kind"><c>cell</c> (one begins), <c>stream</c> (it writes), <c>done</c> (it ended), <c>end</c> (the notebook did).</param>
public sealed record NotebookRunEvent(
    string Notebook, string Kind, int Number = 0, int Total = 0, string Id = "", string Title = "", string Text = "", string Status = "", double Seconds = 0);
