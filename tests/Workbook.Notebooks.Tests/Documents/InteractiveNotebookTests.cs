using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

/// <summary>Files as .NET Interactive and Polyglot Notebooks wrote them.</summary>
public sealed class InteractiveNotebookTests
{
    [Theory, InlineData("interactive-old.ipynb"), InlineData("polyglot.ipynb")]
    public void They_keep_their_bytes(string name) => Assert.Equal(File.ReadAllBytes(Fixture.Path(name)), NotebookDocument.Read(Fixture.Path(name)).ToBytes());

    [Fact]
    public void Their_cells_name_their_kernels()
    {
        var (old, polyglot) = (NotebookDocument.Read(Fixture.Path("interactive-old.ipynb")), NotebookDocument.Read(Fixture.Path("polyglot.ipynb")));
        Assert.Equal(["csharp", "csharp", "sql"], old.Cells.Select(cell => CellLanguage.Of(old, cell)));
        Assert.Equal(["csharp", "html"], polyglot.Cells.Select(cell => CellLanguage.Of(polyglot, cell)));
        Assert.Equal((2, 1, 0), (old.FormatMinor, old.Cells[1].ExecutionCount, old.Cells[2].Outputs.Count));
    }

    [Fact]
    public void A_changed_one_keeps_its_two_spaces()
    {
        var document = NotebookDocument.Read(Fixture.Path("polyglot.ipynb"));
        document.Cells[0].Source = "y.Display();\n1";
        Assert.Equal(Fixture.Text("polyglot.ipynb").Replace("        \"x.Display();\"\n", "        \"y.Display();\\n\",\n        \"1\"\n"), System.Text.Encoding.UTF8.GetString(document.ToBytes()));
    }
}
