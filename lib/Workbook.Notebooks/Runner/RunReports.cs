using System.Text.Json;
using System.Xml.Linq;

namespace Workbook.Notebooks.Runner;

/// <summary>What CI reads of a run: <c>junit.xml</c> (a suite for each notebook, a case for each code cell) and <c>summary.json</c>.</summary>
internal static class RunReports
{
    public const string JUnitName = "junit.xml";

    public const string SummaryName = "summary.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Write(string folder, IReadOnlyList<NotebookOutcome> outcomes)
    {
        Directory.CreateDirectory(folder);
        JUnit(folder, outcomes).Save(Path.Combine(folder, JUnitName));
        File.WriteAllText(Path.Combine(folder, SummaryName), JsonSerializer.Serialize(new
        {
            Passed = outcomes.Count(outcome => outcome.Status == RunStatus.Passed),
            Failed = outcomes.Count(outcome => outcome.Status != RunStatus.Passed),
            Seconds = Math.Round(outcomes.Sum(outcome => outcome.Seconds), 3),
            Notebooks = outcomes.Select(outcome => new
            {
                outcome.Path, outcome.Output, Status = outcome.Status.ToString(), Seconds = Math.Round(outcome.Seconds, 3), outcome.Error, FailedCell = outcome.FailedCell?.Number, outcome.Cells,
            }),
        }, Json) + "\n");
    }

    private static XDocument JUnit(string folder, IReadOnlyList<NotebookOutcome> outcomes) => new(new XElement("testsuites", outcomes.Select(outcome =>
        new XElement("testsuite",
            new XAttribute("name", outcome.Path),
            new XAttribute("tests", outcome.Cells.Count),
            new XAttribute("failures", outcome.Cells.Count(IsFailure)),
            new XAttribute("skipped", outcome.Cells.Count(IsSkipped)),
            new XAttribute("time", Text(outcome.Seconds)),
            outcome.Cells.Select(cell => new XElement("testcase",
                new XAttribute("classname", Name(folder, outcome)),
                new XAttribute("name", $"{cell.Number} {Clean(cell.Title)}"),
                new XAttribute("time", Text(cell.Seconds)),
                IsFailure(cell) ? new XElement("failure", new XAttribute("type", cell.Status), new XAttribute("message", Clean(cell.Error ?? cell.Status).Split('\n')[0]), Clean(cell.Error ?? "")) : null,
                IsSkipped(cell) ? new XElement("skipped") : null))))));

    /// <summary>With the folders below the run's, so that two of one name are told apart: <c>walkthroughs.01_data</c>.</summary>
    private static string Name(string folder, NotebookOutcome outcome) =>
        Clean(Path.ChangeExtension(Path.GetRelativePath(folder, outcome.Output), null).Replace(Path.DirectorySeparatorChar, '.'));

    private static bool IsFailure(CellOutcome cell) => cell.Status is "failed" or "timeout" or "died";

    private static bool IsSkipped(CellOutcome cell) => cell.Status is "skipped" or "not run";

    private static string Text(double seconds) => seconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>XML has no place for most control characters.</summary>
    private static string Clean(string text) => string.Concat(text.Where(letter => letter is '\n' or '\t' || letter >= ' ' && letter is not ('\uFFFE' or '\uFFFF')));
}
