namespace Workbook.Cli.Output;

/// <summary>
/// A line typed at a terminal, with the session's earlier lines under the arrow keys. A line wider than the terminal
/// scrolls sideways.
/// </summary>
internal sealed class LineEditor(Func<ConsoleKeyInfo> readKey, TextWriter output, Func<int> width)
{
    /// <summary>What is read when Ctrl-C gave the line up; nobody can type it.</summary>
    public const string Cancelled = "\x3";

    private readonly List<string> _history = [];
    private string _text = "";
    private int _cursor;

    public static LineEditor OfThisProcess(TextWriter output) => new(() => Console.ReadKey(intercept: true), output, () => Console.WindowWidth);

    /// <returns>Null at Ctrl-D on an empty line; <see cref="Cancelled"/> at Ctrl-C.</returns>
    public string? ReadLine(string prompt)
    {
        (_text, _cursor) = ("", 0);
        var (place, typed) = (_history.Count, "");
        while (true)
        {
            Draw(prompt);
            var key = readKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    return Finish(_text);
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    output.WriteLine("^C");
                    return Cancelled;
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when _text.Length == 0:
                    output.WriteLine();
                    return null;
                case { Key: ConsoleKey.UpArrow } when place > 0:
                    if (place == _history.Count)
                        typed = _text;
                    Replace(_history[--place]);
                    break;
                case { Key: ConsoleKey.DownArrow } when place < _history.Count:
                    Replace(++place == _history.Count ? typed : _history[place]);
                    break;
                default:
                    Edit(key);
                    break;
            }
        }
    }

    private string Finish(string line)
    {
        output.WriteLine();
        if (!string.IsNullOrWhiteSpace(line) && (_history.Count == 0 || _history[^1] != line))
            _history.Add(line);
        return line;
    }

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.LeftArrow }: _cursor = Math.Max(0, _cursor - 1); break;
            case { Key: ConsoleKey.RightArrow }: _cursor = Math.Min(_text.Length, _cursor + 1); break;
            case { Key: ConsoleKey.Home } or { Key: ConsoleKey.A, Modifiers: ConsoleModifiers.Control }: _cursor = 0; break;
            case { Key: ConsoleKey.End } or { Key: ConsoleKey.E, Modifiers: ConsoleModifiers.Control }: _cursor = _text.Length; break;
            case { Key: ConsoleKey.Backspace } when _cursor > 0: _text = _text.Remove(--_cursor, 1); break;
            case { Key: ConsoleKey.Delete } or { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when _cursor < _text.Length: _text = _text.Remove(_cursor, 1); break;
            case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }: (_text, _cursor) = (_text[_cursor..], 0); break;
            case { Key: ConsoleKey.K, Modifiers: ConsoleModifiers.Control }: _text = _text[.._cursor]; break;
            case { Key: ConsoleKey.Tab }: Insert("  "); break;
            case { KeyChar: not '\0' } when !char.IsControl(key.KeyChar): Insert(key.KeyChar.ToString()); break;
        }
    }

    private void Insert(string letters)
    {
        _text = _text.Insert(_cursor, letters);
        _cursor += letters.Length;
    }

    private void Replace(string line) => (_text, _cursor) = (line, line.Length);

    private void Draw(string prompt)
    {
        // One place is kept free for the cursor behind the last letter.
        var room = Math.Max(10, width() - prompt.Length - 1);
        var start = Math.Max(0, _cursor - room);
        var visible = _text[start..Math.Min(_text.Length, start + room)];
        output.Write($"\r{prompt}{visible}\x1b[K\r\x1b[{prompt.Length + _cursor - start}C");
        output.Flush();
    }
}
