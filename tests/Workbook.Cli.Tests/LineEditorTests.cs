using Workbook.Cli.Output;

namespace Workbook.Cli.Tests;

public sealed class LineEditorTests
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();
    private readonly LineEditor _editor;

    public LineEditorTests() => _editor = new LineEditor(_keys.Dequeue, TextWriter.Null, () => 30);

    [Fact]
    public void Letters_are_put_in_and_taken_out_where_the_cursor_is() => Assert.Equal("FROM t;", Type("FROMt;", ConsoleKey.LeftArrow, ConsoleKey.LeftArrow, " x", ConsoleKey.Backspace));

    [Fact]
    public void Earlier_lines_come_back_and_the_one_begun_is_not_lost()
    {
        Type("first");
        Type("second");
        Assert.Equal("first", Type(ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow));
        Assert.Equal("begun", Type("begun", ConsoleKey.UpArrow, ConsoleKey.DownArrow));
    }

    [Fact]
    public void A_line_wider_than_the_terminal_scrolls() => Assert.Equal(new string('x', 100) + "y", Type(new string('x', 100), "y"));

    [Fact]
    public void Ctrl_D_ends_the_input_and_Ctrl_C_gives_up_the_line()
    {
        _keys.Enqueue(new('\x4', ConsoleKey.D, false, false, true));
        Assert.Null(_editor.ReadLine("> "));
        foreach (var letter in "abc") _keys.Enqueue(new(letter, ConsoleKey.None, false, false, false));
        _keys.Enqueue(new('\x3', ConsoleKey.C, false, false, true));
        Assert.Equal(LineEditor.Cancelled, _editor.ReadLine("> "));
    }

    private string? Type(params object[] input)
    {
        foreach (var part in input)
            if (part is ConsoleKey key)
                _keys.Enqueue(new('\0', key, false, false, false));
            else
                foreach (var letter in (string)part) _keys.Enqueue(new(letter, ConsoleKey.None, false, false, false));
        _keys.Enqueue(new('\r', ConsoleKey.Enter, false, false, false));
        return _editor.ReadLine("> ");
    }
}
