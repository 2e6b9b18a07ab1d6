using System.Diagnostics;
using Workbook.Charts;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Documents.Html.Mermaid;
using Workbook.Notebooks.Engine.Assistance;
using Workbook.Notebooks.Engine.CSharp;
using Workbook.Notebooks.Engine.Parameters;
using Workbook.Notebooks.Engine.SqlCells;

namespace Workbook.Notebooks.Engine;

/// <summary>
/// One notebook's life: cells run one after the other and see what earlier ones left behind. Hosts (the Jupyter kernel, the
/// headless runner) stand on this and on nothing below it.
/// </summary>
public sealed class NotebookSession : ICellHost, IDisposable
{
    private readonly ICellLibrary? _library;
    private readonly ScriptEngine _scripts;
    private readonly SharedValues _values = new();
    private readonly SqlCell _sql;
    private readonly MagicCommands _magics;
    private readonly CellAssistant _assistant;
    private readonly CellThread _thread;
    private readonly SemaphoreSlim _one = new(1);
    private readonly ManualResetEventSlim _isOver = new();
    private volatile bool _isWanted;
    private long _lastCell = Stopwatch.GetTimestamp();

    /// <summary>Threads that are there at once: a cell that blocks some shall not keep the compiler from its own.</summary>
    private const int LeastThreads = 32;

    private const int IdleCheckMilliseconds = 250;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    /// <param name="library">What cells can name beyond the engine; null for nothing.</param>
    public NotebookSession(NotebookWorkspace workspace, ICellLibrary? library = null)
    {
        _library = library;
        _scripts = new ScriptEngine(library);
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), ports);
        Workspace = workspace;
        _sql = new SqlCell(workspace, ValueOf);
        _magics = new MagicCommands(_scripts, _values);
        _assistant = new CellAssistant(workspace, _scripts, () => ValueNames, library);
        _thread = new CellThread(workspace.InterruptQueries);
        CellConsole.Install();
    }

    /// <inheritdoc/>
    public NotebookWorkspace Workspace { get; }

    /// <inheritdoc/>
    public ChartPage Charts { get; } = new();

    /// <summary>
    /// Does what makes the first cells slow, in stages; stops early when a cell comes. Completion is got ready once no cell
    /// has run for a while: it is needed when somebody writes, not while they wait for a cell. Returns when all is done.
    /// </summary>
    public void WarmUp()
    {
        WarmUpCells();
        while (!_isOver.Wait(IdleCheckMilliseconds))
        {
            if (IsIdle && _assistant.WarmUp(() => IsIdle && !_isOver.IsSet))
                return;
        }
    }

    private void WarmUpCells()
    {
        foreach (var code in (string[])["", "var _warm = 1;", "_warm + 1", "new[] { new { A = 1 } }.Select(x => x.A).ToList()"])
        {
            if (_isWanted || !_one.Wait(0))
                return;
            try
            {
                _ = WarmUpScripts.Run(code, 0, CancellationToken.None);
            }
            finally
            {
                _one.Release();
            }
        }

        if (!_isWanted)
            _ = Workspace.Connection;
    }

    private bool IsIdle => _one.CurrentCount > 0 && Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastCell)) > Idle;

    /// <summary>Runs a cell to its end on a thread of its own; the caller waits. One at a time.</summary>
    /// <param name="interrupt">Stops it as <see cref="Interrupt"/> does, and before it has begun, too.</param>
    public CellResult Execute(CellRequest request, ICellOutput output, CancellationToken interrupt = default)
    {
        _isWanted = true;
        var clock = Stopwatch.StartNew();
        try
        {
            _one.Wait(interrupt);
        }
        catch (OperationCanceledException fault)
        {
            return Failed(fault, wasInterrupted: true, clock);
        }

        clock.Restart();
        try
        {
            ScriptValue value = ScriptValue.None;
            MimeBundle? bundle = null;
            var isDone = _thread.Run(this, output, context =>
            {
                try
                {
                    value = RunParts(request, context);
                    bundle = value.HasValue && !request.IsSilent ? context.Cut(Formatter.Bundle(value.Value)) : null;
                }
                finally
                {
                    Console.Out.Flush();
                    Console.Error.Flush();
                    context.ReportTruncation();
                }
            }, interrupt);
            return isDone
                ? new CellResult(CellStatus.Ok, bundle, null, clock.Elapsed)
                : new CellResult(CellStatus.Interrupted, null, CellErrors.Abandoned(), clock.Elapsed);
        }
        catch (Exception fault)
        {
            return Failed(fault, _thread.WasInterrupted, clock);
        }
        finally
        {
            Interlocked.Exchange(ref _lastCell, Stopwatch.GetTimestamp());
            _one.Release();
        }
    }

    private static CellResult Failed(Exception fault, bool wasInterrupted, Stopwatch clock)
    {
        var (status, error) = CellErrors.Describe(fault, wasInterrupted);
        return new CellResult(status, null, error, clock.Elapsed);
    }

    /// <summary>Stops the running cell, whatever it is stuck in; from any thread. Without one it does nothing.</summary>
    public void Interrupt() => _thread.Interrupt();

    /// <param name="cursor">UTF-16 offset.</param>
    public Completion Complete(string code, int cursor, string? language = null) => _assistant.Complete(code, cursor, language);

    /// <summary>What stands at the cursor: signature, type, documentation; null when there is nothing to say.</summary>
    /// <param name="withSource">Shows how a cell declared it, where one did.</param>
    public MimeBundle? Inspect(string code, int cursor, string? language = null, bool withSource = false) => _assistant.Inspect(code, cursor, language, withSource);

    /// <param name="indent">What a next line should begin with; empty unless incomplete.</param>
    public static Completeness IsComplete(string code, out string indent, string? language = null)
    {
        indent = "";
        try
        {
            return CellParts.Split(code, language) is not [.., var last] ? Completeness.Complete : last.Language switch
            {
                "csharp" => CSharpAssistant.IsComplete(last.Text, out indent),
                "sql" => last.Text.TrimEnd().EndsWith(';') || Query.SqlScript.IsComplete(last.Text + ";") ? Completeness.Complete : Completeness.Incomplete,
                _ => Completeness.Complete,
            };
        }
        catch (WorkbookException)
        {
            return Completeness.Invalid;
        }
    }

    /// <summary>Interrupts what runs and lets go of the cells' variables; the workspace stays open, it is the caller's.</summary>
    public void Dispose()
    {
        _isOver.Set();
        Interrupt();
        _scripts.Dispose();
        _one.Dispose();
    }

    private ScriptEngine WarmUpScripts => field ??= new ScriptEngine(_library);

    private ScriptValue RunParts(CellRequest request, CellContext context)
    {
        var clock = Stopwatch.StartNew();
        var isTimed = false;
        var value = ScriptValue.None;
        foreach (var part in CellParts.Split(request.Source, request.Language))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (value.HasValue && !request.IsSilent) // only the last part's value is the cell's
                context.Display(Formatter.Bundle(value.Value));
            isTimed |= part.Language == "magic" && part.Text.StartsWith("time", StringComparison.OrdinalIgnoreCase);
            value = RunPart(part, request.Tags, context);
        }

        if (isTimed)
            MagicCommands.ShowTime(clock, context);
        return value;
    }

    private ScriptValue RunPart(CellPart part, IReadOnlyList<string>? tags, CellContext context)
    {
        switch (part.Language)
        {
            case "csharp" when InjectedParameters.Of(part.Text, tags) is { } parameters:
                InjectedParameters.Declare(parameters, _scripts);
                break;
            case "csharp":
                return new LoadedFiles(part.FirstLine, CellFiles.Folders(Workspace), (code, file) =>
                    Packages.Resolve(code, _scripts, context) is var resolved && HasCode(resolved)
                        ? _scripts.Run(resolved, file is null ? part.FirstLine : 0, context.Cancellation, file)
                        : ScriptValue.None).Run(part.Text);
            case "sql":
                var name = part.Option("--name");
                if (_sql.Run(part.Text, part.FirstLine, name, context) is { } rows)
                    _scripts.Declare(name!, rows);
                break;
            case "value":
                _values.Put(part.Option("--name") ?? throw new WorkbookException($"Line {part.FirstLine}: expected #!value --name NAME."), part.Text.Trim('\n'));
                break;
            case "magic":
                if (_magics.Run(part, context) is { } file)
                    return Import(file, context);
                break;
            default:
                context.Display(Shown(part.Language, part.Text));
                break;
        }

        return ScriptValue.None;
    }

    /// <summary>Comments needn't be compiled.</summary>
    private static bool HasCode(string code)
    {
        foreach (var line in code.AsSpan().EnumerateLines())
        {
            if (line.Trim() is { Length: > 0 } text && !text.StartsWith("//"))
                return true;
        }

        return false;
    }

    private ScriptValue Import(string file, CellContext context)
    {
        var folders = CellFiles.Folders(Workspace);
        var path = CellFiles.Find(file, folders, File.Exists)
            ?? throw new WorkbookException($"#!import: there is no file '{file}' in {CellFiles.SearchedFolders(file, folders)}. A path begins in the notebook's folder or the workspace.");
        var value = ScriptValue.None;
        foreach (var cell in NotebookImport.Cells(path))
            value = RunParts(cell, context);
        return value;
    }

    private static MimeBundle Shown(string language, string text) => language switch
    {
        "html" => MimeBundle.Of((Formatter.Html, text), (Formatter.Plain, text)),
        "javascript" => MimeBundle.Of(("application/javascript", text), (Formatter.Plain, text)),
        "mermaid" => MimeBundle.Of((MermaidDiagram.Mime, text), (Formatter.Html, MermaidDiagram.Html(text)), (Formatter.Plain, text)),
        _ => MimeBundle.Of(("text/markdown", text), (Formatter.Plain, text)),
    };

    /// <inheritdoc/>
    public IEnumerable<string> ValueNames => _scripts.VariableNames.Concat(_values.Names).Distinct();

    /// <inheritdoc/>
    public (bool Found, object? Value) ValueOf(string name) => _scripts.Variable(name) is { } variable ? (true, variable.Value) : _values.Find(name);
}
