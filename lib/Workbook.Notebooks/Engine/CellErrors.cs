using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Notebooks.Engine.CSharp;
using Workbook.Notebooks.Engine.SqlCells;

namespace Workbook.Notebooks.Engine;

/// <summary>What a cell's fault looks like to its reader: the message, and where in the cell, without the engine's own frames.</summary>
internal static class CellErrors
{
    private const string Red = "\x1b[31m";
    private const string Plain = "\x1b[0m";

    public static (CellStatus Status, CellError Error) Describe(Exception thrown, bool wasInterrupted)
    {
        var fault = Only(thrown);
        if (wasInterrupted) // whatever it threw on its way out
            return (CellStatus.Interrupted, new CellError("KeyboardInterrupt", "The cell was interrupted.", [$"{Red}The cell was interrupted.{Plain}"]));
        return (CellStatus.Error, fault switch
        {
            CompilationException compilation => new CellError("CompilationError", compilation.Message, [.. compilation.Errors.Select(error => $"{Red}{error}{Plain}")]),
            SqlException sql => new CellError("SqlError", sql.Message, [.. sql.Message.Split('\n').Select(line => $"{Red}{line}{Plain}"), .. sql.Excerpt]),
            _ => new CellError(fault.GetType().Name, fault.Message, [$"{Red}{Title(fault)}{Plain}", .. Frames(fault)]),
        });
    }

    /// <summary>Message and place of a fault that was foreseen; null for others.</summary>
    public static string? Explain(Exception thrown) => Only(thrown) switch
    {
        SqlException sql => string.Join('\n', [sql.Message, .. sql.Excerpt]),
        WorkbookException or DuckDBException => Only(thrown).Message,
        _ => null,
    };

    public static CellError Abandoned()
    {
        const string Message = "The cell does not stop: it was left behind and may go on unheard. Restart the kernel to be rid of it.";
        return new CellError("KeyboardInterrupt", Message, [$"{Red}{Message}{Plain}"]);
    }

    private static Exception Only(Exception thrown) => thrown is AggregateException { InnerExceptions: [var only] } ? only : thrown;

    private static string Title(Exception fault) => fault is WorkbookException or DuckDBException ? fault.Message : $"{fault.GetType().FullName}: {fault.Message}";

    /// <summary>Places in cells; of the library's own only for faults that nobody foresaw.</summary>
    private static IEnumerable<string> Frames(Exception fault)
    {
        foreach (var frame in new StackTrace(fault, fNeedFileInfo: true).GetFrames().Where(IsOfCell))
            yield return $"   at line {frame.GetFileLineNumber()} of {(Path.IsPathRooted(frame.GetFileName()) ? CellFiles.Shown(frame.GetFileName()!) : frame.GetFileName())}";
        if (fault is WorkbookException or DuckDBException)
            yield break;
        foreach (var line in (fault.StackTrace ?? "").Split('\n').Where(line => line.Contains(" Workbook.", StringComparison.Ordinal) && !line.Contains("Workbook.Notebooks.Engine", StringComparison.Ordinal)))
            yield return line.TrimEnd();
        if (fault.InnerException is { } inner)
            yield return $"caused by {inner.GetType().FullName}: {inner.Message}";
    }

    /// <summary>Of code that the engine compiled: a cell's, or a file's that it loads.</summary>
    private static bool IsOfCell(StackFrame frame) =>
        frame.GetFileName() is not null && frame.GetMethod()?.Module.Assembly.GetName().Name?.StartsWith(ScriptEngine.AssemblyMark, StringComparison.Ordinal) == true;
}
