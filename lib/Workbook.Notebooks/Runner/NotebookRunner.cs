using System.Diagnostics;
using Workbook.Charts;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Documents.Html;

namespace Workbook.Notebooks.Runner;

/// <summary>
/// Runs notebooks without a front end: each in a process of its own, so that a cell which kills its process fails that
/// notebook alone. Whatever happens, the executed notebook is saved as far as it came, with its HTML beside it.
/// </summary>
public static class NotebookRunner
{
    /// <returns>In the order of the paths.</returns>
    /// <exception cref="WorkbookException">A path holds no notebook.</exception>
    public static IReadOnlyList<NotebookOutcome> Run(NotebookRunOptions options, IProgress<NotebookRunEvent>? progress = null, CancellationToken cancel = default)
    {
        var jobs = NotebookJobs.Of(options);
        var outcomes = new NotebookOutcome[jobs.Count];
        Parallel.For(0, jobs.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel }, index =>
            outcomes[index] = cancel.IsCancellationRequested
                ? new NotebookOutcome(jobs[index].Path, jobs[index].Output, RunStatus.Stopped, [], 0, "The run was stopped before it.")
                : Run(jobs[index], options, progress, cancel));
        RunReports.Write(options.Output, outcomes);
        return outcomes;
    }

    private static NotebookOutcome Run(WorkerOptions job, NotebookRunOptions options, IProgress<NotebookRunEvent>? progress, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        NotebookOutcome outcome;
        try
        {
            outcome = new WatchedRun(job, progress, cancel).Run(options.WorkerCommand);
            if (File.Exists(job.Output))
                File.WriteAllText(Path.ChangeExtension(job.Output, ".html"), HtmlExport.ToHtml(NotebookDocument.Read(job.Output), new HtmlOptions(
                    Path.GetFileNameWithoutExtension(job.Output), () => ChartPage.PlotlyScript, Path.GetDirectoryName(job.Path))));
        }
        catch (Exception fault) when (fault is WorkbookException or IOException or UnauthorizedAccessException)
        {
            // What befalls one notebook doesn't end the run of the others.
            outcome = new NotebookOutcome(job.Path, job.Output, cancel.IsCancellationRequested ? RunStatus.Stopped : RunStatus.Failed, [], 0, fault.Message);
        }

        outcome = outcome with { Seconds = clock.Elapsed.TotalSeconds };
        progress?.Report(new NotebookRunEvent(job.Path, "end", Status: outcome.Status.ToString(), Text: outcome.Error ?? "", Seconds: outcome.Seconds));
        return outcome;
    }
}
