using System.Text.Json.Nodes;
using Workbook.Notebooks.Display;

namespace Workbook.Notebooks.Engine;

/// <summary>
/// How much of what one cell shows is let through: text up to a number of characters, and so many outputs. Beyond that it
/// is counted, and the reader is told so at once and again at the cell's end. A line that is overwritten, as progress bars
/// do, counts once.
/// </summary>
/// <param name="most">Characters; 0 for no limit.</param>
internal sealed class OutputLimit(long most)
{
    /// <summary>Of tables, charts and the like; no front end is fit for more.</summary>
    private const int MaxOutputs = 1_000;

    private const string Remedy = "Workspace.OutputLimit = 0 in a cell, or notebook run --max-output 0";

    private long _written, _lineStart, _leftCharacters;
    private int _outputs, _leftOutputs;
    private bool _isReturned;

    /// <summary>The part of a text that may still be shown.</summary>
    /// <param name="note">What to tell the reader; null for nothing.</param>
    public string Take(string text, out string? note)
    {
        note = null;
        if (most == 0)
            return text;
        var room = _leftCharacters > 0 ? 0 : Room(text);
        if (room == text.Length)
            return text;
        if (_leftCharacters == 0)
            note = Invariant($"\n… The cell has written {most:N0} characters; what follows is not shown. To see all, write it to a file, or lift the limit before: {Remedy}.\n");
        _leftCharacters += text.Length - room;
        return text[..room];
    }

    /// <summary>Whether one more output may be shown.</summary>
    public bool TakeOutput(out string? note)
    {
        note = most > 0 && _outputs == MaxOutputs && _leftOutputs == 0
            ? Invariant($"\n… The cell has shown {MaxOutputs:N0} outputs; what follows is not shown. To see more, show a list as one, or lift the limit before: {Remedy}.\n")
            : null;
        if (most == 0 || _outputs < MaxOutputs)
        {
            _outputs++;
            return true;
        }

        _leftOutputs++;
        return false;
    }

    /// <summary>A value that is one long text is cut as well.</summary>
    public MimeBundle Cut(MimeBundle bundle)
    {
        if (most == 0 || bundle.Data.Count != 1 || bundle.Text(Formatter.Plain) is not { } text || text.Length <= most)
            return bundle;
        var end = Whole(text, (int)most);
        return bundle with { Data = new Dictionary<string, JsonNode> { [Formatter.Plain] = JsonValue.Create(Invariant($"{text[..end]}\n… {text.Length - end:N0} more characters are not shown. To see all, write it to a file, or lift the limit before: {Remedy}.")) } };
    }

    /// <summary>What was shown so far is gone.</summary>
    public void Cleared() => (_written, _lineStart, _leftCharacters, _outputs, _leftOutputs) = (0, 0, 0, 0, 0);

    /// <summary>How much was left out; null for nothing.</summary>
    public string? Summary => (_leftCharacters, _leftOutputs) switch
    {
        (0, 0) => null,
        (_, 0) => Invariant($"… {_leftCharacters:N0} more characters were not shown.\n"),
        (0, _) => Invariant($"… {_leftOutputs:N0} more outputs were not shown.\n"),
        _ => Invariant($"… {_leftCharacters:N0} more characters and {_leftOutputs:N0} more outputs were not shown.\n"),
    };

    /// <summary>How many of the text's characters there is room for.</summary>
    private int Room(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (_isReturned && text[at] is not ('\n' or '\r'))
                _written = _lineStart;
            _isReturned = text[at] == '\r';
            var end = _isReturned ? at + 1 : text.IndexOf('\r', at) is >= 0 and var place ? place : text.Length;
            if (_written + end - at > most)
                return Whole(text, at + (int)(most - _written));
            if (text.LastIndexOf('\n', end - 1, end - at) is >= 0 and var line)
                _lineStart = _written + line + 1 - at;
            _written += end - at;
            at = end;
        }

        return text.Length;
    }

    /// <summary>Not between the halves of an emoji.</summary>
    private static int Whole(string text, int end) => end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
}
