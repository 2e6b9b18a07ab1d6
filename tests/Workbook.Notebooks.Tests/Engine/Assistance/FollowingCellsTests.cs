namespace Workbook.Notebooks.Tests.Engine.Assistance;

/// <summary>Completion keeps up with the cells.</summary>
public sealed class FollowingCellsTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void What_a_cell_declared_anew_is_what_is_offered()
    {
        _notebook.Run("var rows = new List<int>(); var first = rows.FirstOrDefault();");
        Assert.Contains("Sort", Complete("rows.S|"));
        _notebook.Run("var rows = \"text\";");
        Assert.Contains("Substring", Complete("rows.S|"));
        Assert.Contains("CompareTo", Complete("first.C|"));
        _notebook.Run("var rows = new { Kind = 1 };");
        Assert.Contains("Kind", Complete("rows.K|"));
    }

    [Fact]
    public void A_cell_that_failed_to_compile_changes_nothing_and_one_that_threw_does()
    {
        _notebook.Try("var lost = nowhere;");
        Assert.DoesNotContain("lost", Complete("lo|"));
        _notebook.Try("var kept = 1; throw new InvalidOperationException();");
        Assert.Contains("kept", Complete("ke|"));
    }

    [Fact]
    public void Results_of_SQL_and_shared_values_are_there()
    {
        _notebook.Run("#!sql --name found\nSELECT 1 AS a");
        Assert.Contains("Columns", Complete("found.Col|"));
        _notebook.Run("#!value --name note\nsome text");
        Assert.Contains("note", Complete("#!share no|"));
    }

    [Fact]
    public void Assemblies_that_a_cell_needed_are_seen_by_the_next()
    {
        _notebook.Run("using System.Xml.Linq;\nvar element = new XElement(\"a\");");
        Assert.Contains("Attributes", Complete("element.Attr|"));
    }

    [Fact]
    public void Many_cells_make_it_neither_slow_nor_big()
    {
        _notebook.Run("var numbers = new List<int>();");
        for (var cell = 0; cell < 120; cell++)
            _notebook.Run($"var total = numbers.Count + {cell}; var v{cell} = total;");
        Assert.Contains("Add", Complete("numbers.Ad|"));
        Assert.Contains("v119", Complete("v11|"));
    }

    private IEnumerable<string> Complete(string code) => _notebook.Session.Complete(code.Remove(code.IndexOf('|'), 1), code.IndexOf('|')).Items.Select(item => item.Text);
}
