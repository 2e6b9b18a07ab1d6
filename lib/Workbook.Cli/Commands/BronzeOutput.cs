using Workbook.Bronze;
using Workbook.Cli.Output;

namespace Workbook.Cli.Commands;

/// <summary>What the commands that fill bronze have to say, said alike.</summary>
internal static class BronzeOutput
{
    /// <summary>Rows by rule in one cell, the most frequent first.</summary>
    public static string Reasons(IReadOnlyDictionary<string, long> rejected) => rejected.Count == 0
        ? ""
        : string.Join(", ", rejected.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value:N0}"));

    /// <summary>A run with progress by file; what is to be said of its end goes to standard error.</summary>
    public static IngestionSummary Ingest(Terminal terminal, IngestionOptions options, CancellationToken cancellation)
    {
        var summary = terminal.WithProgress("files", progress => BronzeIngestion.Run(options with { Waiting = terminal.Notes }, new Steps(progress), cancellation));
        foreach (var notice in summary.Notices)
            terminal.Note(notice);
        foreach (var refused in summary.Refused)
            terminal.Fault($"Refused: {(refused.Reason.StartsWith(refused.File, StringComparison.Ordinal) ? "" : refused.File + ": ")}{refused.Reason}");
        if (summary.Refused.Count > 0)
            terminal.Fault($"{summary.Refused.Count:N0} file(s) were refused; all others are in. Mend them and run the same command again.");
        foreach (var fault in summary.Faults.Skip(summary.Refused.Count > 0 ? 1 : 0))
            terminal.Fault(fault);
        return summary;
    }

    /// <summary>An ingestion's progress as the terminal shows it.</summary>
    public sealed class Steps(IProgress<StepProgress> view) : IProgress<IngestionProgress>
    {
        public void Report(IngestionProgress value) => view.Report(new StepProgress(value.Source, value.Files, value.FilesExpected));
    }
}
