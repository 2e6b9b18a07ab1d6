using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents.Lint;

/// <summary>What a file under version control holds: no results, and ids that name each cell once.</summary>
internal static partial class SourceRules
{
    public static void Check(LintReport report)
    {
        var seen = new Dictionary<string, int>();
        foreach (var (cell, number) in report.Cells)
        {
            if (cell.Outputs.Count > 0)
                report.Error(cell, "outputs", $"a source notebook holds no outputs, and this cell has {cell.Outputs.Count}. Run 'workbook notebook clean'.");
            if (cell.ExecutionCount is { } count)
                report.Error(cell, "execution-count", $"a source notebook holds no execution counts, and this cell has {count}. Run 'workbook notebook clean'.");
            if (cell.Id is not { } id)
                report.Error(cell, "id-missing", "every cell needs an id (nbformat 4.5). Run 'workbook notebook clean', which gives it one.");
            else if (!Id().IsMatch(id))
                report.Error(cell, "id-invalid", $"an id has 1 to 64 letters, digits, '-' and '_', and this is '{id}'. Change it.");
            else if (!seen.TryAdd(id, number))
                report.Error(cell, "id-duplicate", $"cell {seen[id]} has the id '{id}', too. Change one of them.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    internal static partial Regex Id();
}
