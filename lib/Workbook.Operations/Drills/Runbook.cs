using System.Globalization;
using System.Text;

namespace Workbook.Operations.Drills;

/// <summary>The runbook, made from drills that were performed: what it tells to do has been done, and its seconds are measured.</summary>
public static class Runbook
{
    /// <returns>Markdown.</returns>
    /// <param name="setting">What was drilled on, in a phrase.</param>
    public static string Write(IReadOnlyList<DrillReport> reports, string setting)
    {
        var text = new StringBuilder();
        text.AppendLine("# Runbook").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Each accident below was made on purpose on a copy of {setting}, found by its check, mended by the steps given here, and the copy was then compared with a lake that was never disturbed: rows by table and day, by hash, without technical columns. Commands are for the project's folder, with the lake in `lake` and the raw files in `data_raw`. Made by `workbook drill all --runbook`; don't edit it, run that again.").AppendLine();
        text.AppendLine("First ask `workbook check`: it names what is wrong, and the name leads to a section.").AppendLine();
        text.AppendLine("| Check | Accident | Severity | Detection | Recovery | Proof |").AppendLine("| --- | --- | --- | ---: | ---: | --- |");
        foreach (var report in reports)
            text.AppendLine(CultureInfo.InvariantCulture, $"| `{report.Drill.Check.Name}` | [{report.Drill.Title}](#{Anchor(report.Drill.Title)}) | {report.Drill.Severity} | {Seconds(report.Detection)} | {Seconds(report.Recovery)} | {(report.IsPassed ? "equal" : "**not equal**")} |");
        text.AppendLine().AppendLine("P0: figures are or would be wrong, stop what makes them. P1: they are missing or old, tell at once. P2: for the daily digest. P3: only noted.").AppendLine();
        foreach (var report in reports)
            Section(text, report);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Section(StringBuilder text, DrillReport report)
    {
        var drill = report.Drill;
        text.AppendLine(CultureInfo.InvariantCulture, $"## {drill.Title}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"**{drill.Severity}.** Tell: {drill.Communication}").AppendLine();
        text.AppendLine("**Symptoms**").AppendLine();
        List(text, drill.Symptoms);
        text.AppendLine(CultureInfo.InvariantCulture, $"**Detection** by `{drill.Check.Name}`: {drill.Check.Meaning}").AppendLine();
        text.AppendLine("```").AppendLine(CultureInfo.InvariantCulture, $"workbook check {drill.Check.Name}").AppendLine("```").AppendLine();
        if (report.Findings.Count > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"It found, in {Seconds(report.Detection)}:").AppendLine().AppendLine(CultureInfo.InvariantCulture, $"> {report.Findings[0]}").AppendLine();
        text.AppendLine("**Triage**").AppendLine();
        List(text, drill.Triage);
        text.AppendLine("**Recovery**").AppendLine();
        for (var number = 1; number <= report.Steps.Count; number++)
        {
            var step = report.Steps[number - 1];
            text.AppendLine(CultureInfo.InvariantCulture, $"{number}. {step.Text} ({Seconds(step.Elapsed)})").AppendLine().AppendLine("   ```").AppendLine(CultureInfo.InvariantCulture, $"   {step.Command}").AppendLine("   ```").AppendLine();
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"**Proof.** `workbook check {drill.Check.Name}` finds nothing. {(report.IsPassed ? Invariant($"In the drill all {report.Tables:N0} tables, {report.Rows:N0} rows, equalled those of the undisturbed lake.") : $"The last drill did not get there: {string.Join("; ", report.Faults)}.")}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"**The drill.** {drill.Accident} `workbook drill {drill.Name}` does it again.").AppendLine();
    }

    private static void List(StringBuilder text, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            text.AppendLine(CultureInfo.InvariantCulture, $"- {line}");
        text.AppendLine();
    }

    private static string Anchor(string title) => new([.. title.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter == ' ').Select(letter => letter == ' ' ? '-' : letter)]);

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.0} s");
}
