using System.Diagnostics;
using System.Text.Json;
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
    public static IReadOnlyList<NotebookOutcome> Run(RunOptions options, IProgress<RunEvent>? watch = null, CancellationToken cancellation = default)
    {
        var jobs = Jobs(options);
        var outcomes = new NotebookOutcome[jobs.Count];
        Parallel.For(0, jobs.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Parallel }, index =>
            outcomes[index] = cancellation.IsCancellationRequested
                ? new NotebookOutcome(jobs[index].Path, jobs[index].Output, RunStatus.Stopped, [], 0, "The run was stopped before it.")
                : Run(jobs[index], options, watch, cancellation));
        RunReports.Write(options.Output, outcomes);
        return outcomes;
    }

    private static List<WorkerOptions> Jobs(RunOptions options)
    {
        var paths = options.Paths.SelectMany<string, string>(path => Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.ipynb").Concat(Directory.EnumerateFiles(path, "*.dib")).Order(StringComparer.Ordinal)
            : [path]).Select(Path.GetFullPath).ToList();
        if (paths.Count == 0)
            throw new WorkbookException($"There is no notebook in {string.Join(", ", options.Paths)}: expected .ipynb or .dib files.");
        if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            throw new WorkbookException($"There is no notebook {missing}.");
        if (paths.GroupBy(Path.GetFileNameWithoutExtension).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new WorkbookException($"Two notebooks are called '{twice.Key}': {string.Join(", ", twice)}. Run them into folders of their own (--out).");
        var declared = paths.ToDictionary(path => path, path => RunParameters.Declared(NotebookFile.Read(path)));
        var all = declared.Values.SelectMany(parameters => parameters).DistinctBy(parameter => parameter.Key).ToDictionary();
        RunParameters.Require(all, options.Parameters);
        return [.. paths.Select(path => new WorkerOptions(
            path, Path.GetFullPath(Path.Combine(options.Output, Path.GetFileNameWithoutExtension(path) + ".ipynb")),
            Path.GetFullPath(options.Workspace ?? NotebookWorkspace.FindRoot(Path.GetDirectoryName(path)!)),
            options.Parameters.Where(parameter => declared[path].ContainsKey(parameter.Key)).ToDictionary(), options.Timeout.TotalSeconds))];
    }

    private static NotebookOutcome Run(WorkerOptions job, RunOptions options, IProgress<RunEvent>? watch, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(job, options.WorkerCommand);
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var cells = new List<CellOutcome>();
        RunEvent? running = null, end = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (NotebookWorker.Parse(line) is not { } happened)
                continue;
            watch?.Report(happened);
            switch (happened.Kind)
            {
                case "cell":
                    running = happened;
                    break;
                case "done":
                    running = null;
                    cells.Add(new CellOutcome(happened.Number, happened.Id, happened.Title, happened.Status, Math.Round(happened.Seconds, 3), happened.Text.Length == 0 ? null : happened.Text));
                    break;
                case "end":
                    end = happened;
                    break;
            }
        }

        process.WaitForExit();
        var died = end is null ? Died(process.ExitCode, errors.Result, running, cancellation) : null;
        if (died is not null && running is not null)
        {
            cells.Add(new CellOutcome(running.Number, running.Id, running.Title, "died", 0, died));
            MarkDead(job.Output, running, died);
        }

        var status = cancellation.IsCancellationRequested ? RunStatus.Stopped
            : end is null ? (running is null ? RunStatus.Failed : RunStatus.Died)
            : end.Status switch { "ok" => RunStatus.Passed, "timeout" => RunStatus.TimedOut, _ => RunStatus.Failed };
        var outcome = new NotebookOutcome(job.Path, job.Output, status, cells, clock.Elapsed.TotalSeconds, died ?? (end!.Text.Length == 0 ? null : end.Text));
        if (File.Exists(job.Output))
            File.WriteAllText(Path.ChangeExtension(job.Output, ".html"), HtmlExport.ToHtml(
                NotebookDocument.Read(job.Output), new HtmlOptions(Path.GetFileNameWithoutExtension(job.Output), () => ChartPage.PlotlyScript)));
        watch?.Report(new RunEvent(job.Path, "end", Status: status.ToString(), Text: outcome.Error ?? "", Seconds: outcome.Seconds));
        return outcome;
    }

    private static Process Start(WorkerOptions job, IReadOnlyList<string> command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        })!;
        process.StandardInput.WriteLine(JsonSerializer.Serialize(job));
        process.StandardInput.Close();
        return process;
    }

    private static string Died(int exitCode, string errors, RunEvent? running, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? "The run was stopped."
        : running is null ? (errors.Trim().Length > 0 ? errors.Trim() : $"The process ended with exit code {exitCode} before a cell ran.")
        : $"The process ended with exit code {exitCode} in this cell{(errors.Trim().Split('\n')[0] is { Length: > 0 } said ? $": {said}" : "")}. The cell, or native code that it called, ended it.";

    /// <summary>The worker could no longer say it: the cell that was running gets the error.</summary>
    private static void MarkDead(string path, RunEvent running, string message)
    {
        if (!File.Exists(path))
            return;
        var document = NotebookDocument.Read(path);
        var cell = document.Cells.Where(cell => cell.Kind == CellKind.Code).ElementAtOrDefault(running.Number - 1);
        if (cell is null)
            return;
        cell.ExecutionCount = running.Number;
        cell.Outputs = [NotebookOutput.Error("ProcessDied", message, [message])];
        FailureBanner.Put(document, cell, running.Title, message);
        document.Write(path);
    }

}
