using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Runner;

/// <summary>One notebook to run in this process.</summary>
/// <param name="Workspace">The folder with data_raw and lake.</param>
public sealed record WorkerOptions(string Path, string Output, string Workspace, IReadOnlyDictionary<string, ParameterValue> Parameters, double TimeoutSeconds);

/// <summary>
/// Runs one notebook's cells in order, until one fails, and saves the executed notebook after each, so that it is there
/// whatever becomes of the process. Tells what happens as JSON on lines that begin with a record separator.
/// </summary>
public sealed class NotebookWorker : IDisposable
{
    public const char RecordSeparator = '\u001e';

    private readonly WorkerOptions _options;
    private readonly TextWriter _events;
    private readonly NotebookDocument _document;
    private readonly NotebookWorkspace _workspace;
    private readonly NotebookSession _session;
    private readonly NotebookOutput _output;
    private int _executions;

    private NotebookWorker(WorkerOptions options, TextWriter events)
    {
        (_options, _events) = (options, events);
        _document = NotebookFile.Read(options.Path);
        _document.Upgrade();
        NotebookCleaner.Clean(_document);
        _workspace = new NotebookWorkspace(options.Workspace);
        _session = new NotebookSession(_workspace);
        _output = new NotebookOutput((stream, text) => Tell(new RunEvent(options.Path, "stream", Text: text, Status: stream.ToString())));
    }

    /// <param name="events">Takes a line for each <see cref="RunEvent"/>.</param>
    /// <returns>Whether every cell ran as it should.</returns>
    /// <exception cref="WorkbookException">The notebook can't be read, or a parameter doesn't fit.</exception>
    public static bool Run(WorkerOptions options, TextWriter events)
    {
        using var worker = new NotebookWorker(options, events);
        return worker.Run();
    }

    /// <summary>The event on a line of a worker's output; null for any other line.</summary>
    public static RunEvent? Parse(string line) =>
        line.Length > 0 && line[0] == RecordSeparator ? JsonSerializer.Deserialize<RunEvent>(line[1..]) : null;

    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
    }

    private bool Run()
    {
        Environment.CurrentDirectory = Path.GetDirectoryName(Path.GetFullPath(_options.Path))!;
        InjectParameters();
        var cells = _document.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        for (var index = 0; index < cells.Count; index++)
        {
            var cell = cells[index];
            var title = CellTitles.Of(_document, cell);
            Tell(new RunEvent(_options.Path, "cell", index + 1, cells.Count, cell.Id ?? "", title));
            var (status, seconds, error) = Run(cell);
            Save();
            Tell(new RunEvent(_options.Path, "done", index + 1, cells.Count, cell.Id ?? "", title, error ?? "", status, seconds));
            if (status is not ("failed" or "timeout"))
                continue;
            FailureBanner.Put(_document, cell, title, error ?? status);
            Save();
            Tell(new RunEvent(_options.Path, "end", Status: status, Text: error ?? ""));
            return false;
        }

        Tell(new RunEvent(_options.Path, "end", Status: "ok"));
        return true;
    }

    private (string Status, double Seconds, string? Error) Run(NotebookCell cell)
    {
        if (cell.Tags.Contains("skip-execution"))
            return ("skipped", 0, null);
        var limit = TimeoutOf(cell);
        _output.Begin();
        cell.ExecutionCount = ++_executions;
        var begun = DateTime.UtcNow;
        var clock = Stopwatch.StartNew();
        using var timer = new Timer(_ => _session.Interrupt(), null, limit, Timeout.InfiniteTimeSpan);
        var result = _session.Execute(new CellRequest(cell.Source, LanguageOf(cell)), _output);
        cell.Outputs = _output.End(result, _executions);
        cell.Metadata["execution"] = new JsonObject
        {
            ["iopub.execute_input"] = Stamp(begun), ["shell.execute_reply"] = Stamp(DateTime.UtcNow),
        };
        var seconds = clock.Elapsed.TotalSeconds;
        var isExpected = cell.Tags.Contains("raises-exception");
        return result.Status switch
        {
            CellStatus.Ok => ("ok", seconds, null),
            CellStatus.Interrupted => ("timeout", seconds, $"The cell did not end within {limit.TotalSeconds:0.#} s. Give it more time (--timeout, or the tag timeout:{Math.Ceiling(limit.TotalSeconds * 2)}), or find out what it waits for."),
            _ => (isExpected ? "expected" : "failed", seconds, $"{result.Error!.Name}: {result.Error.Message}"),
        };
    }

    /// <summary>As papermill does: a cell behind the tagged one assigns what was given.</summary>
    private void InjectParameters()
    {
        if (_options.Parameters.Count == 0)
            return;
        var declared = RunParameters.Declared(_document);
        RunParameters.Require(declared, _options.Parameters);
        var tagged = _document.Cells.FindIndex(RunParameters.IsTagged);
        var injected = NotebookCell.Code(RunParameters.Assignments(declared, _options.Parameters));
        injected.Tags = ["injected-parameters"];
        _document.Cells.Insert(tagged + 1, injected);
    }

    private TimeSpan TimeoutOf(NotebookCell cell)
    {
        var tag = cell.Tags.FirstOrDefault(tag => tag.StartsWith("timeout:", StringComparison.Ordinal));
        return tag is null ? TimeSpan.FromSeconds(_options.TimeoutSeconds)
            : double.TryParse(tag["timeout:".Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds)
            : throw new WorkbookException($"{_options.Path}: the tag '{tag}' of cell {cell.Id} expects seconds, such as timeout:30.");
    }

    /// <summary>The chooser on the first line is the engine's own matter.</summary>
    private string? LanguageOf(NotebookCell cell) => CellLanguage.Normalize(cell.Language ?? _document.DefaultLanguage);

    private void Save()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_options.Output)!);
        _document.Write(_options.Output);
    }

    private void Tell(RunEvent happened)
    {
        lock (_events)
        {
            _events.WriteLine(RecordSeparator + JsonSerializer.Serialize(happened));
            _events.Flush();
        }
    }

    private static string Stamp(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
