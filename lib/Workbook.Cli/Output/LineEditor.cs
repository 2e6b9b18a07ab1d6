namespace Workbook.Cli.Output;

/// <summary>
/// A line typed at a terminal, with the session's earlier lines under the arrow keys. A line wider than the terminal
/// scrolls sideways.
/// </summary>
internal sealed class LineEditor(Func<ConsoleKeyInfo> readKey, TextWriter output, Func<int> width)
{
    /// <summary>What is read when Ctrl-C gave the line up; nobody can type it.</summary>
    public const string GivenUp = "\x3";

    private readonly List<string> history = [];
    private string text = "";
    private int cursor;

    public static LineEditor OfThisProcess(TextWriter output) => new(() => Console.ReadKey(intercept: true), output, () => Console.WindowWidth);

    /// <returns>Null at Ctrl-D on an empty line; <see cref="GivenUp"/> at Ctrl-C.</returns>
    public string? ReadLine(string prompt)
    {
        (text, cursor) = ("", 0);
        var (place, typed) = (history.Count, "");
        while (true)
        {
            Draw(prompt);
            var key = readKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    return Finish(text);
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    output.WriteLine("^C");
                    return GivenUp;
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when text.Length == 0:
                    output.WriteLine();
                    return null;
                case { Key: ConsoleKey.UpArrow } when place > 0:
                    if (place == history.Count)
                        typed = text;
                    Replace(history[--place]);
                    break;
                case { Key: ConsoleKey.DownArrow } when place < history.Count:
                    Replace(++place == history.Count ? typed : history[place]);
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
        if (!string.IsNullOrWhiteSpace(line) && (history.Count == 0 || history[^1] != line))
            history.Add(line);
        return line;
    }

    private void Edit(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { Key: ConsoleKey.LeftArrow }: cursor = Math.Max(0, cursor - 1); break;
            case { Key: ConsoleKey.RightArrow }: cursor = Math.Min(text.Length, cursor + 1); break;
            case { Key: ConsoleKey.Home } or { Key: ConsoleKey.A, Modifiers: ConsoleModifiers.Control }: cursor = 0; break;
            case { Key: ConsoleKey.End } or { Key: ConsoleKey.E, Modifiers: ConsoleModifiers.Control }: cursor = text.Length; break;
            case { Key: ConsoleKey.Backspace } when cursor > 0: text = text.Remove(--cursor, 1); break;
            case { Key: ConsoleKey.Delete } or { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when cursor < text.Length: text = text.Remove(cursor, 1); break;
            case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }: (text, cursor) = (text[cursor..], 0); break;
            case { Key: ConsoleKey.K, Modifiers: ConsoleModifiers.Control }: text = text[..cursor]; break;
            case { Key: ConsoleKey.Tab }: Insert("  "); break;
            case { KeyChar: not '\0' } when !char.IsControl(key.KeyChar): Insert(key.KeyChar.ToString()); break;
        }
    }

    private void Insert(string letters)
    {
        text = text.Insert(cursor, letters);
        cursor += letters.Length;
    }

    private void Replace(string line) => (text, cursor) = (line, line.Length);

    private void Draw(string prompt)
    {
        // One place is kept free for the cursor behind the last letter.
        var room = Math.Max(10, width() - prompt.Length - 1);
        var start = Math.Max(0, cursor - room);
        var visible = text[start..Math.Min(text.Length, start + room)];
        output.Write($"\r{prompt}{visible}\x1b[K\r\x1b[{prompt.Length + cursor - start}C");
        output.Flush();
    }
}
