using Workbook.Notebooks.Engine;
using Workbook.Notebooks.Runner;

namespace Workbook.Notebooks.Tests.Engine;

public sealed class OutputLimitTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void What_a_cell_writes_beyond_the_limit_is_counted_and_told()
    {
        _notebook.Run("for (var i = 0; i < 20_000; i++) Console.WriteLine(new string('x', 99));");
        Assert.Equal(1_000_000, _notebook.Out.Length);
        Assert.Equal(
            "\n… The cell has written 1,000,000 characters; what follows is not shown. To see all, write it to a file, or lift the limit before: Workspace.OutputLimit = 0 in a cell, or notebook run --max-output 0.\n"
            + "… 1,000,000 more characters were not shown.\n", _notebook.Error);
        _notebook.Run("Console.Write(\"again\");");
        Assert.Equal(("again", ""), (_notebook.Out, _notebook.Error));
    }

    [Fact]
    public void A_cell_lifts_the_limit_for_itself_and_those_after_it()
    {
        _notebook.Run("Workspace.OutputLimit = 0; Console.Write(new string('x', 3_000_000));");
        Assert.Equal((3_000_000, ""), (_notebook.Out.Length, _notebook.Error));
        Assert.Equal(3_000_000, _notebook.Value("new string('x', 3_000_000)")!.Length);
    }

    [Fact]
    public void A_cell_that_fails_or_is_stopped_tells_it_too()
    {
        _notebook.Workspace.OutputLimit = 4;
        _notebook.Try("Console.Write(\"abcdef\"); throw new Exception();");
        Assert.Equal("abcd", _notebook.Out);
        Assert.EndsWith("… 2 more characters were not shown.\n", _notebook.Error);
    }

    [Fact]
    public void A_line_that_is_overwritten_counts_once()
    {
        _notebook.Workspace.OutputLimit = 20;
        _notebook.Run("Console.Write(\"begin\\n\"); for (var i = 0; i < 100; i++) Console.Write($\"\\r{i,5} %\"); Console.Write(\"\\r\\nend\");");
        Assert.EndsWith("   99 %\r\nend", _notebook.Out);
        Assert.Empty(_notebook.Error);
    }

    [Fact]
    public void What_is_cleared_counts_no_more()
    {
        _notebook.Workspace.OutputLimit = 10;
        _notebook.Run("for (var i = 0; i < 20; i++) { ClearOutput(); Console.Write(\"frame\"); Console.Out.Flush(); display(i); }");
        Assert.Empty(_notebook.Error);
    }

    [Fact]
    public void Outputs_beyond_a_thousand_are_counted_and_updates_are_none()
    {
        _notebook.Run("var shown = display(0); for (var i = 0; i < 1_200; i++) shown.Update(i);");
        Assert.Equal((1_200, ""), (_notebook.Updates, _notebook.Error));
        _notebook.Run("for (var i = 0; i < 1_200; i++) display(i);");
        Assert.Equal(1_000, _notebook.Displayed.Count);
        Assert.Contains("The cell has shown 1,000 outputs; what follows is not shown.", _notebook.Error);
        Assert.EndsWith("… 200 more outputs were not shown.\n", _notebook.Error);
    }

    [Fact]
    public void A_long_text_as_value_is_cut_between_letters()
    {
        _notebook.Workspace.OutputLimit = 5;
        Assert.StartsWith("abcd\n… 3 more characters are not shown.", _notebook.Value("\"abcd\\U0001F600e\""));
        _notebook.Run("Console.Write(\"abcd\\U0001F600e\");");
        Assert.Equal("abcd", _notebook.Out);
    }

    [Theory]
    [InlineData("one\ntwo\n", "one\ntwo\n")]
    [InlineData("10 %\r20 %\rdone\nnext", "done\nnext")]
    [InlineData("one\r\ntwo\r\n", "one\r\ntwo\r\n")]
    [InlineData("one\r", "one\r")]
    [InlineData("first\nlong line\rx", "first\nx")]
    [InlineData("\r\r\rx\r\r\n", "x\r\n")]
    [InlineData("", "")]
    public void A_kept_stream_is_what_a_terminal_would_show(string written, string kept)
    {
        foreach (var size in (ReadOnlySpan<int>)[1, 2, 3, 100])
        {
            var stream = new StreamText();
            for (var at = 0; at < written.Length; at += size)
                stream.Append(written.AsSpan(at, Math.Min(size, written.Length - at)));
            Assert.Equal(kept, stream.ToString());
        }
    }
}
