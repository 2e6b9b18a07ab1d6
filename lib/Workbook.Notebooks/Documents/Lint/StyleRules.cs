using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents.Lint;

/// <summary>Claim → small cell → output → what it means. Numbers are those of notebooks that read well.</summary>
internal static partial class StyleRules
{
    private const int LongestCell = 40;
    private const int LongCell = 20;
    private const int MedianLines = 5;
    private const int CellsForEachChart = 4;

    /// <summary>At most one pair of so many stands without text.</summary>
    private const int PairsForEachBare = 5;

    /// <summary>A share says nothing about fewer.</summary>
    private const int FewCells = 4;

    public static void Check(LintReport report)
    {
        var code = report.Document.Cells.Where(cell => cell.Kind == CellKind.Code && Lines(cell) > 0 && !InteractiveHeader.Is(cell)).ToList();
        foreach (var cell in code.Where(cell => Lines(cell) > LongestCell))
            report.Error(cell, "cell-length", $"no code cell is longer than {LongestCell} lines, and this has {Lines(cell)}. Split it, or move logic to the library.");
        CheckProse(report);
        if (code.Count < FewCells)
            return;

        var lines = code.Select(Lines).Order().ToList();
        var median = lines[(lines.Count - 1) / 2];
        if (median > MedianLines)
            report.Warning(null, "cell-median", $"the median code cell has at most {MedianLines} lines, and here {median}. Show one step a cell; move logic that is worth a test to the library.");
        if (lines.Count(count => count > LongCell) is var longer && longer * 10 > lines.Count)
            report.Warning(null, "cell-long", $"nine code cells in ten have at most {LongCell} lines, and here {longer} of {lines.Count} have more. Split the longest: cell {Number(report, code.MaxBy(Lines)!)}.");
        // "About": half as many again may go by.
        if (code.Count(cell => ChartCall().IsMatch(cell.Source)) is var charts && code.Count * 2 > CellsForEachChart * 3 * Math.Max(charts, 0.5))
            report.Warning(null, "charts", $"about one code cell in {CellsForEachChart} draws a chart, and here {charts} of {code.Count}. Draw what the numbers show (Chart.…).");
    }

    private static void CheckProse(LintReport report)
    {
        var (pairs, bare, row) = (0, 0, 0);
        var first = (NotebookCell?)null;
        foreach (var cell in report.Document.Cells)
        {
            if (cell.Kind != CellKind.Code)
            {
                row = string.IsNullOrWhiteSpace(cell.Source) ? row : 0;
                continue;
            }
            // An exercise and its check are one step, and the header is none.
            if (IsCheck(cell) || InteractiveHeader.Is(cell))
                continue;
            (pairs, row) = (pairs + 1, row + 1);
            if (row > 1)
                (bare, first) = (bare + 1, first ?? cell);
            if (row == 3)
                report.Warning(cell, "prose", "three code cells follow each other without a word. Say before this one what it will show, or what the last one showed.");
        }
        pairs = Math.Max(0, pairs - 1);
        if (pairs + 1 >= FewCells && bare * PairsForEachBare > pairs)
            report.Warning(null, "prose-share", $"text stands between nearly all code cells, and here {bare} of {pairs} pairs lack it, first before cell {Number(report, first!)}. Say what the output means.");
    }

    private static bool IsCheck(NotebookCell cell) => cell.Metadata["nbgrader"] is JsonObject grading && grading["grade"]?.GetValueKind() == JsonValueKind.True && grading["solution"]?.GetValueKind() != JsonValueKind.True;

    private static int Number(LintReport report, NotebookCell cell) => report.Document.Cells.IndexOf(cell) + 1;

    /// <summary>Without the line that chooses the kernel and blank ends.</summary>
    private static int Lines(NotebookCell cell) => CellLanguage.Split(cell.Source).Code.Trim() is { Length: > 0 } code ? code.Count(letter => letter == '\n') + 1 : 0;

    [GeneratedRegex(@"(?<![\w.])(Dependency)?Chart\.|\.ToChart\(|\.Waterfall\(|Chart\(\)")]
    private static partial Regex ChartCall();
}
