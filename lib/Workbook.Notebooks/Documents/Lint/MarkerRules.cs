namespace Workbook.Notebooks.Documents.Lint;

/// <summary>Markers that tell solution and hidden tests from the rest. Any comment carries them: they are found anywhere in a line.</summary>
internal static class MarkerRules
{
    public const string Solution = "SOLUTION";

    public const string HiddenTests = "HIDDEN TESTS";

    public static void Check(LintReport report)
    {
        foreach (var (cell, _) in report.Cells)
            Check(report, cell);
    }

    public static bool Has(NotebookCell cell, string marker) => cell.Source.Contains($"BEGIN {marker}", StringComparison.Ordinal);

    private static void Check(LintReport report, NotebookCell cell)
    {
        var lines = cell.Source.Split('\n');
        var (open, since) = ((string?)null, 0);
        for (var index = 0; index < lines.Length; index++)
            foreach (var marker in (ReadOnlySpan<string>)[Solution, HiddenTests])
            {
                if (lines[index].Contains($"BEGIN {marker}", StringComparison.Ordinal))
                {
                    if (open is not null)
                        report.Error(cell, "marker-nested", $"line {index + 1} begins {marker} within {open}, which line {since} began. End that one first.");
                    (open, since) = (marker, index + 1);
                }
                if (lines[index].Contains($"END {marker}", StringComparison.Ordinal))
                {
                    if (open != marker)
                        report.Error(cell, "marker-unbalanced", $"line {index + 1} ends {marker}, but {(open is null ? "nothing is open" : $"{open} is open since line {since}")}. Add 'BEGIN {marker}' before it, or delete it.");
                    open = null;
                }
            }
        if (open is not null)
            report.Error(cell, "marker-unbalanced", $"line {since} begins {open}, and the cell has no 'END {open}' after it. Add it: a marker doesn't reach into the next cell.");
    }
}
