namespace Workbook.Notebooks.Engine;

/// <param name="Source">The cell's text. A first line such as <c>#!sql</c> outranks <paramref name="Language"/>.</param>
/// <param name="Language">Kernel name or alias as cell metadata gives it (<c>csharp</c>, <c>sql</c>, <c>html</c>, …); null for C#.</param>
/// <param name="IsSilent">Shows no value and stays out of the history.</param>
/// <param name="Tags">Of the cell; null where the front end doesn't tell them.</param>
public sealed record CellRequest(string Source, string? Language = null, bool IsSilent = false, IReadOnlyList<string>? Tags = null);

public enum CellStatus { Ok, Error, Interrupted }

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

public enum Completeness { Complete, Incomplete, Invalid }
