namespace Workbook.Notebooks.Engine;

/// <param name="Source">The cell's text. A first line such as <c>#!sql</c> outranks <paramref name="Language"/>.</param>
/// <param name="Language">Kernel name or alias as cell metadata gives it (<c>csharp</c>, <c>sql</c>, <c>html</c>, …); null for C#.</param>
/// <param name="IsSilent">Shows no value and stays out of the history.</param>
/// <param name="Tags">Of the cell; null where the front end doesn't tell them.</param>
public sealed record CellRequest(string Source, string? Language = null, bool IsSilent = false, IReadOnlyList<string>? Tags = null);

/// <summary>How a cell ended.</summary>
public enum CellStatus
{
    /// <summary>Run to its end.</summary>
    Ok,

    /// <summary>It threw, or could not be compiled.</summary>
    Error,

    /// <summary>
    /// Stopped from outside, whatever it threw on its way out. One that doesn't stop is left behind, and not heard any more.
    /// </summary>
    Interrupted,
}

/// <param name="Name">Exception type, <c>CompilationError</c>, <c>SqlError</c> or <c>KeyboardInterrupt</c>.</param>
/// <param name="Traceback">Lines for people, the message included; ANSI colours allowed.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback);

/// <param name="Value">The last expression's value; null when there is none, or nothing to show.</param>
/// <param name="Error">Null when <paramref name="Status"/> is Ok.</param>
public sealed record CellResult(CellStatus Status, MimeBundle? Value, CellError? Error, TimeSpan Elapsed);

/// <param name="Kind">Such as <c>method</c>, <c>property</c>, <c>class</c>, <c>keyword</c>, <c>table</c>, <c>column</c>, <c>function</c>, <c>variable</c>.</param>
public sealed record CompletionItem(string Text, string Kind);

/// <param name="Start">UTF-16 offset of the text that an item replaces.</param>
/// <param name="End">Its end, exclusive.</param>
public sealed record Completion(IReadOnlyList<CompletionItem> Items, int Start, int End);

/// <summary>Whether a front end should run what was typed, or ask for another line.</summary>
public enum Completeness
{
    /// <summary>Nothing is missing.</summary>
    Complete,

    /// <summary>It goes on: a bracket is open, or a statement isn't finished.</summary>
    Incomplete,

    /// <summary>A fault that no further line can mend.</summary>
    Invalid,
}
