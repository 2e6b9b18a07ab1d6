using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class NotebookDiffTests
{
    [Fact]
    public void Layout_and_outputs_are_no_difference() => Assert.Equal("", Diff(document =>
    {
        document.Cells[1].Outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "x" });
        document.Cells[1].ExecutionCount = 4;
    }, NotebookDocument.Parse(SampleFiles.All["tabs"])));

    [Fact]
    public void A_changed_line_is_shown_within_its_cell() => Assert.Equal("""
        Cell 2 (count-orders)
          var seed = 42;
        - seed + 1
        + seed + 2

        """, Diff(document => document.Cells[1].Source = "var seed = 42;\nseed + 2"));

    [Fact]
    public void Cells_come_and_go() => Assert.Equal("""
        Cell 1 (intro) removed
        - # Orders
        - 
        - What do they *look* like?
        Cell 2 (x) added
        + new

        """, Diff(document =>
    {
        document.Cells.RemoveAt(0);
        document.Cells.Add(NotebookCell.Markdown("new"));
        document.Cells[1].Id = "x";
    }));

    [Fact]
    public void A_moved_cell_is_told_in_a_line() => Assert.Equal("Cell 2 (intro) moved: it was cell 1\n", Diff(document => document.Cells.Reverse()));

    [Fact]
    public void Metadata_is_compared_by_value() => Assert.Equal("""
        Notebook metadata
          {
        +  "a": 1,
           "kernelspec": {
            "display_name": "Workbook (C# + SQL)",
            "language": "C#",
          …
        Cell 1 (intro), metadata
        - {}
        + {
        +  "tags": [
        +   "slow"
        +  ]
        + }

        """.Replace("  …\n", ""), Diff(document =>
    {
        document.Metadata.Insert(0, "a", 1);
        document.Cells[0].Tags = ["slow"];
    }));

    [Fact]
    public void Outputs_are_compared_when_asked_for() => Assert.Equal("""
        Cell 2 (count-orders), outputs
        - []
        + [
        +  "x"
        + ]
        Cell 2 (count-orders), execution count: none became 4

        """, NotebookDiff.Compare(Fixture.Parse(SampleFiles.Plain), Edited(document =>
    {
        document.Cells[1].Outputs.Add("x");
        document.Cells[1].ExecutionCount = 4;
    }), new DiffOptions(Outputs: true)));

    [Fact]
    public void Without_ids_cells_pair_up_by_content_and_else_by_likeness()
    {
        var former = NotebookDocument.Parse(SampleFiles.All["nbformat 4.2"]);
        var now = NotebookDocument.Parse(SampleFiles.All["nbformat 4.2"]);
        now.Cells.Insert(0, NotebookCell.Markdown("first"));
        now.Cells[2].Source = "var seed = 42;\nseed + 2";
        Assert.Equal("Cell 1 added\n+ first\nCell 3\n  var seed = 42;\n- seed + 1\n+ seed + 2\n", NotebookDiff.Compare(former, now));
    }

    [Fact]
    public void Far_lines_are_left_out()
    {
        var lines = Enumerable.Range(1, 30).Select(number => $"line {number}").ToArray();
        var former = Fixture.Of(NotebookCell.Markdown(string.Join('\n', lines)));
        var now = NotebookDocument.Parse(former.ToBytes());
        (lines[4], lines[24]) = ("five", "twenty-five");
        now.Cells[0].Source = string.Join('\n', lines);
        Assert.Equal($"Cell 1 ({now.Cells[0].Id})\n  line 4\n- line 5\n+ five\n  line 6\n  …\n  line 24\n- line 25\n+ twenty-five\n  line 26\n", NotebookDiff.Compare(former, now, new DiffOptions(Context: 1)));
    }

    /// <summary>Against what a diff is for: its lines turn one text into the other.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Line_changes_lead_from_one_text_to_the_other(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            int[] former = [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(4))], now = [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(4))];
            var changes = LineDiff.Of(former, now, (left, right) => left == right);
            Assert.Equal(former, changes.Where(line => line.Change != LineChange.Added).Select(line => line.Item));
            Assert.Equal(now, changes.Where(line => line.Change != LineChange.Removed).Select(line => line.Item));
            Assert.Equal(Longest(former, now), changes.Count(line => line.Change == LineChange.Same));
        }
    }

    private static int Longest(ReadOnlySpan<int> former, ReadOnlySpan<int> now) => former.IsEmpty || now.IsEmpty ? 0
        : former[0] == now[0] ? 1 + Longest(former[1..], now[1..])
        : Math.Max(Longest(former[1..], now), Longest(former, now[1..]));

    private static string Diff(Action<NotebookDocument> edit, NotebookDocument? former = null) => NotebookDiff.Compare(former ?? Fixture.Parse(SampleFiles.Plain), Edited(edit));

    private static NotebookDocument Edited(Action<NotebookDocument> edit)
    {
        var document = Fixture.Parse(SampleFiles.Plain);
        edit(document);
        return document;
    }
}
