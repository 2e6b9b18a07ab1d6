namespace Workbook.Models.Jinja;

/// <summary>
/// A template that cannot be parsed or rendered. The message begins with the place, <c>models/x.sql:12: …</c>; when it
/// lies inside macros, the places that called them follow, innermost first.
/// </summary>
public sealed class JinjaException : WorkbookException
{
    /// <param name="reason">The message without its place.</param>
    /// <param name="file">The template, as its reader named it: <c>models/x.sql</c>.</param>
    /// <param name="line">Counted from 1.</param>
    /// <param name="cause">What the host threw; null where the template alone is at fault.</param>
    public JinjaException(string reason, string file, int line, Exception? cause = null)
        : this(reason, file, line, [], cause) { }

    private JinjaException(string reason, string file, int line, IReadOnlyList<(string File, int Line)> callers, Exception? cause)
        : base(Text(reason, file, line, callers), cause!)
    {
        Reason = reason;
        File = file;
        Line = line;
        Callers = callers;
    }

    /// <summary>The message without its place.</summary>
    public string Reason { get; }

    /// <summary>The template at fault, as its reader named it; for a fault inside a macro, the macro's.</summary>
    public string File { get; }

    /// <summary>Counted from 1.</summary>
    public int Line { get; }

    /// <summary>The calls that led into the macro at fault, innermost first, twenty at most.</summary>
    public IReadOnlyList<(string File, int Line)> Callers { get; }

    /// <summary>A macro that calls itself without end would otherwise list one line thousands of times.</summary>
    internal bool TakesCallers => Callers.Count < 20;

    internal JinjaException CalledFrom(string file, int line) => new(Reason, File, Line, [.. Callers, (file, line)], InnerException);

    private static string Text(string reason, string file, int line, IReadOnlyList<(string File, int Line)> callers) =>
        $"{file}:{line}: {reason}{string.Concat(callers.Select(caller => $"\n  called from {caller.File}:{caller.Line}"))}";
}

/// <summary>A fault in an operation that does not know its place; the expression that asked for it adds file and line.</summary>
internal sealed class JinjaFault(string message) : Exception(message);

internal readonly record struct JinjaSite(string File, int Line)
{
    public JinjaException Error(string reason, Exception? cause = null) => new(reason, File, Line, cause);

    /// <summary>An error that has no place yet: ours, one that the host means for its user, or a value out of .NET's bounds.</summary>
    public static bool IsUnplaced(Exception error) => error is JinjaFault
        or WorkbookException and not JinjaException
        or ArgumentException or OverflowException or FormatException or IndexOutOfRangeException or InvalidCastException;

    public JinjaException Place(Exception error) => Error(error.Message, error is JinjaFault ? null : error);
}
