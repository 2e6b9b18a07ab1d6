namespace Workbook.Notebooks.Documents.Lint;

/// <summary>
/// Checks source notebooks: that they hold no results, that what graders read is sound (errors), and that they read well
/// (mostly warnings: habits of notebooks that are good to read, in numbers).
/// </summary>
public static class NotebookLint
{
    private static readonly Action<LintReport>[] Rules = [SourceRules.Check, MarkerRules.Check, GradingRules.Check, StyleRules.Check];

    /// <summary>A damaged file is a finding, too (<c>json</c>).</summary>
    /// <exception cref="WorkbookException">The file can't be read.</exception>
    public static IReadOnlyList<LintFinding> Check(string path)
    {
        try
        {
            return Check(NotebookDocument.Read(path), path);
        }
        catch (DamagedNotebookException fault)
        {
            return [new LintFinding(path, null, null, "json", LintSeverity.Error, $"Line {fault.Line}, character {fault.Character}: {fault.Fault}")];
        }
    }

    /// <param name="file">For the findings.</param>
    /// <returns>In the notebook's order, what concerns it as a whole first.</returns>
    public static IReadOnlyList<LintFinding> Check(NotebookDocument document, string file)
    {
        var report = new LintReport(file, document);
        foreach (var rule in Rules)
            rule(report);
        return [.. report.Findings.OrderBy(finding => finding.Cell ?? 0)];
    }
}
