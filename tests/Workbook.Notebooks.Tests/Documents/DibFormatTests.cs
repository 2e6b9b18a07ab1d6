using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class DibFormatTests
{
    [Fact]
    public void Cells_are_read_with_their_kernels()
    {
        var document = DibFormat.Parse(Fixture.Text("polyglot.dib"));
        Assert.Equal(
        [
            (CellKind.Markdown, null, "# Orders\n\nWhat do they look like?"), (CellKind.Code, null, "var seed = 42;\n\nseed + 1"),
            (CellKind.Code, "sql", "#!sql --name rows\nSELECT 1 AS a;"), (CellKind.Code, "html", "#!html\n<b>größer</b>"),
        ], document.Cells.Select(cell => (cell.Kind, cell.Language, cell.Source)));
        Assert.Equal(2, document.Metadata["polyglot_notebook"]!["kernelInfo"]!["items"]!.AsArray().Count);
        Assert.Equal(4, document.Cells.Select(cell => cell.Id).OfType<string>().Distinct().Count());
    }

    [Fact]
    public void Read_and_written_it_is_the_same() =>
        Assert.Equal(Fixture.Text("polyglot.dib").Replace("größer", "gr\u00f6ßer"), DibFormat.ToText(DibFormat.Parse(Fixture.Text("polyglot.dib"))));

    [Theory]
    [InlineData("var x = 1;", "Code::var x = 1;")]
    [InlineData("\n\n#!c#\n1\n\n#!time\n2\n", "Code::1\n\n#!time\n2")]
    [InlineData("#!md\r\n# A\r\n\r\nb\r\n#!SQL\r\nSELECT 1\r\n", "Markdown::# A\n\nb|Code:sql:#!sql\nSELECT 1")]
    [InlineData("#!meta\n#!csharp\n", "Code::")]
    [InlineData("", "")]
    public void Lines_that_choose_a_kernel_begin_cells_and_other_magics_do_not(string text, string cells) =>
        Assert.Equal(cells, string.Join('|', DibFormat.Parse(text).Cells.Select(cell => $"{cell.Kind}:{cell.Language}:{cell.Source}")));

    [Fact]
    public void Damaged_meta_is_told_with_its_place() => Assert.StartsWith("'a.dib' is damaged at line 4, character 1: expected JSON below '#!meta'.",
        Assert.Throws<DamagedNotebookException>(() => DibFormat.Parse("#!meta\n\n{\n!}\n", "a.dib")).Message);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void A_notebook_comes_back_from_dib_with_the_same_cells(int seed)
    {
        var random = new Random(seed);
        string[] texts = ["a", "a\n\nb", "x = \"#!\";\n#!time\n1", "# ö🦆", "-- c\nSELECT 1;"];
        for (var round = 0; round < 50; round++)
        {
            var document = NotebookDocument.New();
            for (var count = random.Next(8); count > 0; count--)
                document.Cells.Add(random.Next(4) switch
                {
                    0 => NotebookCell.Markdown(texts[random.Next(5)]),
                    1 => NotebookCell.Raw(texts[random.Next(5)]),
                    2 => NotebookCell.Code(texts[random.Next(5)], "sql"),
                    _ => NotebookCell.Code(texts[random.Next(5)]),
                });
            document.Upgrade();
            Assert.Equal(document.ToBytes(), DibFormat.Parse(DibFormat.ToText(document)).ToBytes());
        }
    }
}
