using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Engine;

/// <summary>The two streams of a process that a cell writes to.</summary>
public enum StreamName
{
    /// <summary><c>Console.Out</c>.</summary>
    Stdout,

    /// <summary><c>Console.Error</c>, and the engine's notes on output that was cut.</summary>
    Stderr,
}

/// <summary>One thing to show, in several forms; whoever shows it takes the richest that it can.</summary>
/// <param name="Data">By MIME type. Text forms are JSON strings, <c>application/json</c> and vendor types any JSON.</param>
/// <param name="Metadata">As nbformat's display metadata; empty for most.</param>
public sealed record MimeBundle(IReadOnlyDictionary<string, JsonNode> Data, IReadOnlyDictionary<string, JsonNode> Metadata)
{
    private static readonly Dictionary<string, JsonNode> None = [];

    /// <summary>Forms that are texts, by MIME type, without metadata; of one that comes twice the last counts.</summary>
    public static MimeBundle Of(params ReadOnlySpan<(string Mime, string Text)> forms)
    {
        var data = new Dictionary<string, JsonNode>();
        foreach (var (mime, text) in forms)
            data[mime] = JsonValue.Create(text);
        return new MimeBundle(data, None);
    }

    /// <summary>Null where there is no such form, or where it is JSON that isn't a text.</summary>
    public string? Text(string mime) => Data.TryGetValue(mime, out var form) && form is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

/// <summary>
/// Where a running cell's output goes, and where it asks: the Jupyter kernel, the headless runner and tests each have one.
/// Calls come from any thread, but one at a time.
/// </summary>
public interface ICellOutput
{
    /// <summary>What was written, as it comes: parts of lines, or several.</summary>
    void Stream(StreamName stream, string text);

    /// <param name="displayId">Names the output for later updates; null for most.</param>
    /// <param name="isUpdate">Takes the place of every output with that id.</param>
    void Display(MimeBundle bundle, string? displayId, bool isUpdate);

    /// <param name="wait">Only when the next output comes.</param>
    void Clear(bool wait);

    /// <exception cref="InputUnavailableException">There is nobody to ask.</exception>
    string ReadLine(string prompt, bool isPassword);
}

/// <summary>A cell asked for input where there is nobody to ask.</summary>
public sealed class InputUnavailableException() : WorkbookException(
    "The cell asks for input, and nobody is there to answer: this front end, or a headless run, has no input. Set the value in the cell, or as a parameter.");
