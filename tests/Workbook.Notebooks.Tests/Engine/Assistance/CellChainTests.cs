using Workbook.Notebooks.Engine.CSharp;
using Workbook.Notebooks.Engine.CSharp.Assistance;

namespace Workbook.Notebooks.Tests.Engine.Assistance;

public sealed class CellChainTests
{
    [Fact]
    public void Declarations_of_many_cells_are_one_script() => Assert.Equal(
        ["using System.Xml;\nvar a = 1;\nint F(int x) => x;\nint.TryParse(\"1\", out var n);\nvar (low, high) = (1, 2);"],
        Scripts("using System.Xml;\nvar a = 1; Console.WriteLine(a);", "int F(int x) => x;", "foreach (var i in new[] { 1 }) { }", "int.TryParse(\"1\", out var n)", "using System.Xml; var (low, high) = (1, 2);"));

    [Fact]
    public void A_name_that_would_change_earlier_lines_begins_another() =>
        Assert.Equal(["var rows = 1;\nvar half = rows / 2;", "var rows = \"text\";\nvar length = rows.Length;"],
            Scripts("var rows = 1;", "var half = rows / 2;", "var rows = \"text\";", "var length = rows.Length;"));

    [Fact]
    public void A_cell_that_runs_again_and_again_takes_no_more_room() =>
        Assert.Equal(["var rows = 2;\nvar count = rows + 1;"], Scripts([.. Enumerable.Repeat("var rows = 2; var count = rows + 1;", 100)]));

    [Fact]
    public void Methods_of_other_parameters_stay() =>
        Assert.Equal(["int F(int x) => x;", "int F(string x) => 1;"], Scripts("int F(int x) => x;", "int F(string x) => 1;"));

    [Fact]
    public void What_another_line_still_speaks_of_stays() =>
        Assert.Equal(["record A(int X);\nvar a = new A(1);", "record A(string Y);"], Scripts("record A(int X);\nvar a = new A(1);", "record A(string Y);"));

    [Fact]
    public void Directives_come_first() => Assert.Equal(["#r \"a.dll\"\nvar x = 1;"], Scripts("#r \"a.dll\"\nvar x = 1;"));

    private static IEnumerable<string> Scripts(params string[] cells)
    {
        var chain = new CellChain(ScriptEngine.ParseOptions);
        foreach (var cell in cells)
            chain.Add(cell);
        return chain.Scripts;
    }
}
