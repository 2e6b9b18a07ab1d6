using System.Text;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class RoundTripTests
{
    public static TheoryData<string> Names => [.. SampleFiles.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Unchanged_it_is_the_same_byte_for_byte(string name)
    {
        var bytes = SampleFiles.All[name];
        Assert.Equal(Shown(bytes), Shown(NotebookDocument.Parse(bytes).ToBytes()));
    }

    [Theory, MemberData(nameof(Names))]
    public void Reading_every_property_and_setting_it_to_what_it_was_changes_nothing(string name)
    {
        var bytes = SampleFiles.All[name];
        var document = NotebookDocument.Parse(bytes);
        foreach (var cell in document.Cells)
        {
            (cell.Source, cell.Tags) = (cell.Source, cell.Tags);
            Assert.NotNull((object?)cell.Language ?? cell.Outputs);
            Assert.Equal(cell.Metadata.Count, cell.Clone().Metadata.Count);
        }
        Assert.NotEmpty(document.DefaultLanguage);
        Assert.Equal(Shown(bytes), Shown(document.ToBytes()));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_taken_back_leaves_no_trace(string name)
    {
        var bytes = SampleFiles.All[name];
        var document = NotebookDocument.Parse(bytes);
        var cells = document.Cells.ToList();
        document.Cells.Reverse();
        document.Cells.Insert(0, NotebookCell.Markdown("new"));
        document.Metadata["added"] = new JsonObject { ["a"] = 1 };
        Assert.NotEqual(Shown(bytes), Shown(document.ToBytes()));
        document.Cells.Clear();
        document.Cells.AddRange(cells);
        document.Metadata.Remove("added");
        Assert.Equal(Shown(bytes), Shown(document.ToBytes()));
    }

    /// <summary>Random edits of random files: the result read again is what was meant, and cells that weren't touched keep their text.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Edits_come_back_as_meant_and_the_rest_keeps_its_text(int seed)
    {
        var random = new Random(seed);
        foreach (var (name, bytes) in SampleFiles.All.Where(file => file.Value.Length < 100_000))
        {
            var document = NotebookDocument.Parse(bytes);
            for (var step = 0; step < 5; step++)
                Edit(document, random);
            var written = document.ToBytes();
            var again = NotebookDocument.Parse(written, name);
            Assert.Equal(document.Cells.Select(Shown), again.Cells.Select(Shown));
            Assert.True(JsonNode.DeepEquals(document.Metadata, again.Metadata), name);
            Assert.Equal(Shown(written), Shown(again.ToBytes()));
            foreach (var cell in document.Cells.Where(cell => !cell.Metadata.ContainsKey("edited") && cell.Original is not null))
                Assert.Contains(cell.Original!.Value.Value.Span.ToString(), Encoding.UTF8.GetString(written));
        }
    }

    private static void Edit(NotebookDocument document, Random random)
    {
        string[] texts = ["", "a", "a\n", "a\nb", "x = \"\\\" + 'ö🦆';\n\n\tb\r\n", "\ud83e alone"];
        string Any() => texts[random.Next(texts.Length)];
        var cell = document.Cells.Count > 0 ? document.Cells[random.Next(document.Cells.Count)] : null;
        switch (random.Next(7))
        {
            case 0:
                document.Cells.Insert(random.Next(document.Cells.Count + 1), NotebookCell.Code(Any(), random.Next(2) == 0 ? "sql" : null));
                break;
            case 1:
                document.Cells.Insert(random.Next(document.Cells.Count + 1), NotebookCell.Markdown(Any()));
                break;
            case 2 when cell is not null:
                document.Cells.Remove(cell);
                break;
            case 3 when cell is not null:
                (cell.Source, cell.Metadata["edited"]) = (Any(), true);
                break;
            case 4 when cell?.Kind == CellKind.Code:
                cell.Metadata["edited"] = new JsonArray(1.5, "ö");
                cell.Outputs.Add(new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = new JsonArray(Any()) });
                break;
            case 5:
                document.Metadata["k" + random.Next(3)] = new JsonObject { ["v"] = random.Next(9), ["w" + Any().Length] = null };
                break;
            case 6 when cell is not null:
                document.Cells.Remove(cell);
                document.Cells.Insert(random.Next(document.Cells.Count + 1), cell);
                break;
            default:
                break;
        }
    }

    private static string Shown(NotebookCell cell) => $"{cell.Kind}|{cell.Language}|{cell.Source.Replace("\ud83e alone", "? alone").Replace("\ufffd alone", "? alone")}|{cell.ExecutionCount}|{cell.Outputs.Count}|{string.Join(',', cell.Tags)}";

    private static string Shown(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
