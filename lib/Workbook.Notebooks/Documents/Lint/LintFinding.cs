namespace Workbook.Notebooks.Documents.Lint;

/// <summary>How much a finding matters.</summary>
public enum LintSeverity
{
    /// <summary>Against the style of notebooks; fails the check only where it is strict.</summary>
    Warning,

    /// <summary>The notebook is not fit to be kept as it is.</summary>
    Error,
}

/// <param name="Cell">From 1; null for the notebook as a whole.</param>
/// <param name="Rule">Such as <c>cell-length</c>; stays the same over versions.</param>
/// <param name="Message">What was expected and found, and what to do.</param>
public sealed record LintFinding(string File, int? Cell, string? CellId, string Rule, LintSeverity Severity, string Message)
{
    /// <summary>A line: <c>file, cell 3 (id): warning prose: message</c>.</summary>
    public override string ToString() =>
        $"{File}{(Cell is { } number ? $", cell {number}" : "")}{(CellId is { } id ? $" ({id})" : "")}: {Severity.ToString().ToLowerInvariant()} {Rule}: {Message}";
}

/// <summary>The notebook under test, and where its findings go.</summary>
internal sealed class LintReport(string file, NotebookDocument document)
{
    public List<LintFinding> Findings { get; } = [];

    public NotebookDocument Document { get; } = document;

    public IEnumerable<(NotebookCell Cell, int Number)> Cells => Document.Cells.Select((cell, index) => (cell, index + 1));

    public void Error(NotebookCell cell, string rule, string message) => Add(cell, rule, LintSeverity.Error, message);

    public void Warning(NotebookCell? cell, string rule, string message) => Add(cell, rule, LintSeverity.Warning, message);

    private void Add(NotebookCell? cell, string rule, LintSeverity severity, string message) =>
        Findings.Add(new LintFinding(file, cell is null ? null : Document.Cells.IndexOf(cell) + 1, cell?.Id, rule, severity, message));
}
