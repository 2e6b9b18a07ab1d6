using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Runner;

/// <summary>One notebook's run as the runner follows it, and what it makes of a worker that ends before its last cell.</summary>
internal sealed class WatchedRun(WorkerOptions job, IProgress<NotebookRunEvent>? watch, CancellationToken cancellation)
{
    private readonly List<CellOutcome> _cells = [];
    /// <summary>What the running cell has written: a worker that dies can't save it any more.</summary>
    private readonly NotebookOutput _written = new((_, _) => { });
    private NotebookRunEvent? _running, _end;

    public NotebookOutcome Run(IReadOnlyList<string> command)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(job.Output)!);
        // What an earlier run has left is not this one's.
        File.Delete(job.Output);
        File.Delete(Path.ChangeExtension(job.Output, ".html"));
        using var worker = new WorkerProcess(job, command);
        using var stop = cancellation.Register(worker.Kill);
        foreach (var happened in worker.Events())
        {
            Follow(happened);
            if (happened.Kind != "end")
                watch?.Report(happened);
        }

        worker.WaitForExit();
        var error = _end is null ? Died(worker) : IsWhole() ? _end.Text : $"The worker said that it was done, and had run {_cells.Count} of {_end.Total} cells.";
        var status = cancellation.IsCancellationRequested ? RunStatus.Stopped
            : _end is null ? (_running is null ? RunStatus.Failed : RunStatus.Died)
            : _end.Status switch { "ok" when IsWhole() => RunStatus.Passed, "timeout" => RunStatus.TimedOut, _ => RunStatus.Failed };
        return new NotebookOutcome(job.Path, job.Output, status, _cells, 0, error.Length == 0 ? null : error);
    }

    /// <summary>A run has passed when its last cell has.</summary>
    private bool IsWhole() => _end!.Status != "ok" || _cells.Select(cell => cell.Number).Distinct().Count() == _end.Total;

    private void Follow(NotebookRunEvent happened)
    {
        switch (happened.Kind)
        {
            case "cell":
                _running = happened;
                _written.Begin();
                break;
            case "stream":
                _written.Stream(Enum.Parse<StreamName>(happened.Status), happened.Text);
                break;
            case "done":
                _running = null;
                _cells.Add(new CellOutcome(happened.Number, happened.Id, happened.Title, happened.Status, Math.Round(happened.Seconds, 3), happened.Text.Length == 0 ? null : happened.Text));
                break;
            case "end":
                _end = happened;
                break;
        }
    }

    private string Died(WorkerProcess worker)
    {
        var (output, errors) = (worker.Out.TakeRest(), worker.Error.TakeRest());
        if (cancellation.IsCancellationRequested)
            return "The run was stopped.";
        if (_running is null)
            return errors.Trim() is { Length: > 0 } said ? said : $"The process ended with exit code {worker.ExitCode} between cells.";
        var message = $"The process ended with exit code {worker.ExitCode} in this cell{(errors.Trim().Split('\n')[0].Trim() is { Length: > 0 } first ? $": {first}" : "")}. The cell, or native code that it called, ended it.";
        _cells.Add(new CellOutcome(_running.Number, _running.Id, _running.Title, "died", 0, message));
        Write(StreamName.Stdout, output);
        Write(StreamName.Stderr, errors);
        MarkDead(_running, message);
        return message;
    }

    private void Write(StreamName name, string text)
    {
        if (text.Length == 0)
            return;
        _written.Stream(name, text);
        watch?.Report(new NotebookRunEvent(job.Path, "stream", Text: text, Status: name.ToString()));
    }

    /// <summary>The worker could no longer say it: the cell that was running gets the error.</summary>
    private void MarkDead(NotebookRunEvent running, string message)
    {
        var document = NotebookDocument.Read(job.Output);
        var cell = document.Cells.Where(cell => cell.Kind == CellKind.Code).ElementAtOrDefault(running.Number - 1);
        if (cell is null)
            return;
        cell.ExecutionCount = running.Number;
        cell.Outputs = _written.End(new CellResult(CellStatus.Error, null, new CellError("ProcessDied", message, [message]), TimeSpan.Zero), running.Number);
        FailureBanner.Put(document, cell, running.Title, message);
        document.Write(job.Output);
    }
}
