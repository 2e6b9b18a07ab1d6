using System.Diagnostics;
using Workbook.Charts;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine.CSharp;
using Workbook.Notebooks.Engine.Parameters;
using Workbook.Notebooks.Engine.SqlCells;
using Workbook.Notebooks.Mermaid;

namespace Workbook.Notebooks.Engine;

/// <summary>
/// One notebook's life: cells run one after the other and see what earlier ones left behind. Hosts (the Jupyter kernel, the
/// headless runner) stand on this and on nothing below it.
/// </summary>
public sealed class NotebookSession : ICellHost, IDisposable
{
    private readonly ScriptEngine _scripts = new();
    private readonly SharedValues _values = new();
    private readonly SqlCell _sql;
    private readonly SqlCatalog _catalog;
    private readonly MagicCommands _magics;
    private readonly CSharpAssistant _assistant;
    private readonly CellThread _thread;
    private readonly SemaphoreSlim _one = new(1);
    private volatile bool _isWanted;

    /// <summary>Threads that are there at once: a cell that blocks some shall not keep the compiler from its own.</summary>
    private const int LeastThreads = 32;

    public NotebookSession(NotebookWorkspace workspace)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), ports);
        Workspace = workspace;
        _sql = new SqlCell(workspace, ValueOf);
        _catalog = new SqlCatalog(workspace);
        _magics = new MagicCommands(_scripts, _values);
        _assistant = new CSharpAssistant(_scripts);
        _thread = new CellThread(workspace.InterruptQueries);
        CellConsole.Install();
    }

    public NotebookWorkspace Workspace { get; }

    public ChartPage Charts { get; } = new();

    /// <summary>Does what makes the first cells slow, in stages; stops early when a cell comes.</summary>
    public void WarmUp()
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

    /// <summary>Runs a cell to its end on a thread of its own; the caller waits. One at a time.</summary>
    public CellResult Execute(CellRequest request, ICellOutput output)
    {
        _isWanted = true;
        _one.Wait();
        var clock = Stopwatch.StartNew();
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
                    context.TellWhatWasCut();
                }
            });
            return isDone
                ? new CellResult(CellStatus.Ok, bundle, null, clock.Elapsed)
                : new CellResult(CellStatus.Interrupted, null, CellErrors.LeftBehind(), clock.Elapsed);
        }
        catch (Exception fault)
        {
            var (status, error) = CellErrors.Describe(fault, _thread.WasInterrupted);
            return new CellResult(status, null, error, clock.Elapsed);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Stops the running cell, whatever it is stuck in; from any thread. Without one it does nothing.</summary>
    public void Interrupt() => _thread.Interrupt();

    /// <param name="cursor">UTF-16 offset.</param>
    public Completion Complete(string code, int cursor, string? language = null) => At(code, cursor, language) is var (part, start, at)
        ? part.Language switch
        {
            "csharp" => Moved(_assistant.Complete(part.Text, at), start),
            "sql" => Moved(_catalog.Complete(part.Text, at), start),
            _ => new Completion([], cursor, cursor),
        }
        : new Completion([], cursor, cursor);

    /// <summary>What stands at the cursor: signature, type, documentation; null when there is nothing to say.</summary>
    public MimeBundle? Inspect(string code, int cursor, string? language = null) => At(code, cursor, language) is var (part, _, at)
        ? part.Language switch
        {
            "csharp" => _assistant.Inspect(part.Text, at),
            "sql" => _catalog.Inspect(part.Text, at),
            _ => null,
        }
        : null;

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

    public void Dispose()
    {
        Interrupt();
        _scripts.Dispose();
        _one.Dispose();
    }

    private ScriptEngine WarmUpScripts => field ??= new ScriptEngine();

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
                return new LoadedFiles(part.FirstLine, NotebookFiles.Folders(Workspace), (code, file) =>
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
        var folders = NotebookFiles.Folders(Workspace);
        var path = NotebookFiles.Find(file, folders, File.Exists)
            ?? throw new WorkbookException($"#!import: there is no file '{file}' in {NotebookFiles.Looked(file, folders)}. A path begins in the notebook's folder or the workspace.");
        var value = ScriptValue.None;
        foreach (var cell in NotebookImport.Cells(path))
            value = RunParts(cell, context);
        return value;
    }

    private static MimeBundle Shown(string language, string text) => language switch
    {
        "html" => MimeBundle.Of((Formatter.Html, text), (Formatter.Plain, text)),
        "javascript" => MimeBundle.Of(("application/javascript", text), (Formatter.Plain, text)),
        "mermaid" => MermaidDiagram.Bundle(text),
        _ => MimeBundle.Of(("text/markdown", text), (Formatter.Plain, text)),
    };

    public (bool Found, object? Value) ValueOf(string name) => _scripts.Variable(name) is { } variable ? (true, variable.Value) : _values.Find(name);

    /// <summary>The part of a cell that the cursor is in, where it begins, and the cursor within it.</summary>
    private static (CellPart Part, int Start, int Cursor)? At(string code, int cursor, string? language)
    {
        IReadOnlyList<CellPart> parts;
        try
        {
            parts = CellParts.Split(code, language);
        }
        catch (WorkbookException)
        {
            return null;
        }

        var lines = code.Split('\n');
        foreach (var part in parts.Reverse())
        {
            var start = lines.Take(part.FirstLine).Sum(line => line.Length + 1);
            if (cursor >= start && part.Language != "magic")
                return (part, start, Math.Min(cursor - start, part.Text.Length));
        }

        return null;
    }

    private static Completion Moved(Completion completion, int by) => completion with { Start = completion.Start + by, End = completion.End + by };
}
