using System.Diagnostics;

namespace Workbook.Cli.Tests;

/// <summary>Cells that write a lot.</summary>
public sealed class NotebookOutputTests : NotebookRuns
{
    [Fact]
    public void Thirty_megabytes_are_cut_with_a_note_in_little_time()
    {
        Put("a",
            "for (int i = 0; i < 300_000; i++) Console.WriteLine(new string('x', 99));",
            "for (int i = 0; i < 3_000_000; i++) Console.Error.Write(\"0123456789\");",
            "var o = Console.OpenStandardOutput(); for (int i = 0; i < 3_000; i++) o.Write(Encoding.UTF8.GetBytes(new string('r', 9_999) + \"\\n\"));",
            "new string('y', 30_000_000)");
        var clock = Stopwatch.StartNew();
        var result = Run("a");
        Assert.True(result.Exit == 0, result.Error[..Math.Min(result.Error.Length, 2000)]);
        Assert.True(clock.Elapsed.TotalSeconds < 240, $"{clock.Elapsed}"); // a few seconds; a square of the length would be ten minutes
        var cells = CodeCells("a");
        Assert.Equal(1_000_000, Written(cells[0]).Length);
        Assert.Contains("… The cell has written 1,000,000 characters; what follows is not shown. To see all, write it to a file", Written(cells[0], "stderr"));
        Assert.Contains("… 29,000,000 more characters were not shown.", Written(cells[0], "stderr"));
        Assert.Contains("… 29,000,000 more characters were not shown.", Written(cells[1], "stderr"));
        Assert.Contains("… 29,000,000 more characters were not kept.", Written(cells[2]));
        Assert.EndsWith("… 29,000,000 more characters are not shown. To see all, write it to a file, or lift the limit before: Workspace.OutputLimit = 0 in a cell, or notebook run --max-output 0.", (string?)cells[3].Outputs[0]!["data"]!["text/plain"]!.AsArray()[^1]);
        Assert.InRange(new FileInfo(Path.Combine(Out, "a.ipynb")).Length, 4_000_000, 5_000_000);
        Assert.InRange(new FileInfo(Path.Combine(Out, "a.html")).Length, 4_000_000, 5_000_000);
    }

    [Fact]
    public void The_limit_is_the_runs_to_set()
    {
        Put("a", "Console.Write(new string('x', 1_500_000));", "Console.Write(\"on\\rsix\\n\");");
        Assert.Equal(0, Run("a", "--max-output", "0").Exit);
        Assert.Equal(1_500_000, Written(CodeCells("a")[0]).Length);
        Assert.Equal(0, Run("a", "--max-output", "3").Exit);
        Assert.Equal("xxx", Written(CodeCells("a")[0]));
        Assert.Equal("six", Written(CodeCells("a")[1]));
        Assert.Contains("--max-output expects at least 0", Run("a", "--max-output", "-1").Error);
    }
}
