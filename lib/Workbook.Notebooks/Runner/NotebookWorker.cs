using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Engine;
using Workbook.Notebooks.Engine.Parameters;

namespace Workbook.Notebooks.Runner;

/// <summary>One notebook to run in this process.</summary>
/// <param name="Workspace">The folder with data_raw and lake.</param>
/// <param name="OutputLimit">Characters that a cell may write; 0 for no limit.</param>
/// <param name="Line">To the runner, which sets it.</param>
internal sealed record WorkerOptions(
    string Path, string Output, string Workspace, IReadOnlyDictionary<string, GivenValue> Parameters, double TimeoutSeconds, long OutputLimit, WorkerLine? Line = null);

/// <summary>
/// Runs one notebook's cells in order, until one fails, and saves the executed notebook before the first and after each, so that it is there
/// whatever becomes of the process. Tells the runner that started it what happens.
/// </summary>
public sealed class NotebookWorker : IDisposable
{
    private readonly WorkerOptions _options;
    private readonly WorkerChannel _channel;
    private readonly NotebookDocument _document;
    private readonly NotebookWorkspace _workspace;
    private readonly NotebookSession _session;
    private readonly NotebookOutput _output;
    private int _executions;

    private NotebookWorker(WorkerOptions options, WorkerChannel channel, ICellLibrary? library)
    {
        (_options, _channel) = (options, channel);
        _document = NotebookFile.Read(options.Path);
        _document.Upgrade();
        NotebookCleaner.Clean(_document);
        _workspace = new NotebookWorkspace(options.Workspace) { OutputLimit = options.OutputLimit };
        _session = new NotebookSession(_workspace, library);
        _output = new NotebookOutput((stream, text) => channel.Tell(new NotebookRunEvent(options.Path, "stream", Text: text, Status: stream.ToString())));
    }

    /// <param name="job">A <see cref="WorkerOptions"/> as JSON, from the runner.</param>
    /// <param name="library">What cells can name beyond the engine; null for nothing.</param>
    /// <returns>Whether every cell ran as it should.</returns>
    /// <exception cref="WorkbookException">The notebook can't be read, or a parameter doesn't fit, or no runner started this.</exception>
    public static bool Run(string? job, ICellLibrary? library)
    {
        if (Parse(job) is not { Line: { } line } options)
            throw new WorkbookException("A worker reads what to run from its standard input, where 'notebook run' writes it; it isn't started by hand.");
        using var channel = new WorkerChannel(line);
        using var worker = new NotebookWorker(options, channel, library);
        return worker.Run();
    }

    /// <summary>Ends the session and closes its workspace.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
    }

    private bool Run()
    {
        Environment.CurrentDirectory = Path.GetDirectoryName(Path.GetFullPath(_options.Path))!;
        InjectParameters();
        Save();
        var cells = _document.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        for (var index = 0; index < cells.Count; index++)
        {
            var cell = cells[index];
            var title = CellTitles.Of(_document, cell);
            _channel.Tell(new NotebookRunEvent(_options.Path, "cell", index + 1, cells.Count, cell.Id ?? "", title));
            var (status, seconds, error) = Run(cell);
            Save();
            _channel.Tell(new NotebookRunEvent(_options.Path, "done", index + 1, cells.Count, cell.Id ?? "", title, error ?? "", status, seconds));
            if (status is not ("failed" or "timeout"))
                continue;
            FailureBanner.Put(_document, cell, title, error ?? status);
            Save();
            _channel.Tell(new NotebookRunEvent(_options.Path, "end", Total: cells.Count, Status: status, Text: error ?? ""));
            return false;
        }

        _channel.Tell(new NotebookRunEvent(_options.Path, "end", Total: cells.Count, Status: "ok"));
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
        var result = _session.Execute(new CellRequest(cell.Source, LanguageOf(cell), Tags: cell.Tags), _output);
        var raw = _channel.TakeRaw();
        _output.Stream(StreamName.Stdout, raw.Out);
        _output.Stream(StreamName.Stderr, raw.Error);
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
            CellStatus.Interrupted => ("timeout", seconds, Invariant($"The cell did not end within {limit.TotalSeconds:0.#} s. Give it more time (--timeout, or the tag timeout:{Math.Ceiling(limit.TotalSeconds * 2)}), or find out what it waits for.")),
            _ => (isExpected ? "expected" : "failed", seconds, $"{result.Error!.Name}: {result.Error.Message}"),
        };
    }

    /// <summary>As papermill does: a cell behind the tagged one assigns what was given.</summary>
    private void InjectParameters()
    {
        if (_options.Parameters.Count == 0)
            return;
        var declared = DeclaredParameters.Declared(_document);
        DeclaredParameters.Require(declared, _options.Parameters);
        var injected = NotebookCell.Code(DeclaredParameters.Assignments(declared, _options.Parameters));
        injected.Tags = [InjectedParameters.Tag];
        // One from an earlier run would set its values after these.
        _document.Cells.RemoveAll(cell => cell.Tags.Contains(InjectedParameters.Tag));
        _document.Cells.Insert(_document.Cells.FindIndex(DeclaredParameters.IsTagged) + 1, injected);
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

    private static WorkerOptions? Parse(string? job)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerOptions>(job ?? "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Stamp(DateTime moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
