using Workbook.Notebooks.Engine;
using Workbook.Retail;

namespace Workbook.Notebooks.Tests.Engine.Assistance;

/// <summary>Completion, inspection, and whether code is complete. <c>|</c> is the cursor.</summary>
public sealed class AssistanceTests(WrittenNotebook notebook) : IClassFixture<WrittenNotebook>
{
    [Theory]
    [InlineData("numbers.Ad|", "Add")]
    [InlineData("numbers.Wh|", "Where")]
    [InlineData("numb|", "numbers")]
    [InlineData("Console.Write|", "WriteLine")]
    [InlineData("System.Tex|", "Text")]
    [InlineData("point.L|", "Left")]
    [InlineData("point?.L|", "Left")]
    [InlineData("var p = new Point(1, 2) { N|", "Name")]
    [InlineData("foreach (var n in numbers) { n.Comp|", "CompareTo")]
    [InlineData("numbers.Select(x => x.ToS|", "ToString")]
    [InlineData("Math.Ma|", "Max")]
    [InlineData("DateTi|", "DateTime")]
    [InlineData("Workspace.Sc|", "Scale")]
    [InlineData("RetailSources.A|", "All")]
    [InlineData("disp|", "display")]
    [InlineData("fore|", "foreach")]
    [InlineData("string.Is|", "IsNullOrEmpty")]
    [InlineData("var s = \"\"; s.Len|", "Length")]
    [InlineData("new Dictionary<string, int>().Try|", "TryGetValue")]
    [InlineData("StringComparison.Ord|", "Ordinal")]
    public void CSharp_offers_what_is_in_scope(string code, string expected) => Assert.Contains(expected, notebook.Complete(code));

    [Theory]
    [InlineData("SELECT * FROM bron|", "bronze")]
    [InlineData("SELECT * FROM bronze.o|", "orders")]
    [InlineData("SELECT order_| FROM bronze.orders", "order_id")]
    [InlineData("SELECT o.pl| FROM bronze.orders o", "placed_at")]
    [InlineData("SELECT * FROM bronze.orders o JOIN bronze.lines AS l ON l.q|", "qty")]
    [InlineData("SELECT date_tr|", "date_trunc")]
    [InlineData("SEL|", "SELECT")]
    [InlineData("SELECT 1;\nSELECT * FROM bronze.li|", "lines")]
    public void SQL_offers_tables_columns_functions_and_keywords(string code, string expected) => Assert.Contains(expected, notebook.Complete("#!sql\n" + code));

    [Fact]
    public void A_completion_says_what_it_replaces()
    {
        var completion = notebook.Session.Complete("#!sql\nSELECT order_ FROM bronze.orders", 19);
        Assert.Equal((13, 19), (completion.Start, completion.End));
        Assert.Empty(notebook.Session.Complete("\"in a string numb", 17).Items);
    }

    [Theory]
    [InlineData("numbers.Ad|d(1)", "void Add(int item)")]
    [InlineData("nu|mbers", "List<int> numbers")]
    [InlineData("Console.Wri|teLine(\"x\")", "void WriteLine(string? value)")]
    [InlineData("#!sql\nFROM bronze.or|ders", "order_id BIGINT")]
    [InlineData("#!sql\nSELECT date_tr|unc('day', x)", "date_trunc(")]
    [InlineData("#!sql\nSELECT qt|y", "bronze.lines.qty INTEGER")]
    public void What_stands_at_the_cursor_is_told(string code, string expected) =>
        Assert.Contains(expected, notebook.Inspect(code));

    [Theory]
    [InlineData("1 + 1", Completeness.Complete, "")]
    [InlineData("for (var i = 0; i < 3; i++) {", Completeness.Incomplete, "    ")]
    [InlineData("var x = ", Completeness.Incomplete, "")]
    [InlineData("var = = 3;", Completeness.Invalid, "")]
    [InlineData("#!sql\nSELECT 1", Completeness.Complete, "")]
    [InlineData("#!sql\nSELECT 'open", Completeness.Incomplete, "")]
    [InlineData("#!time\nif (true) {", Completeness.Incomplete, "    ")]
    public void Code_is_known_to_be_complete_or_not(string code, Completeness expected, string indent)
    {
        Assert.Equal(expected, NotebookSession.IsComplete(code, out var next));
        Assert.Equal(indent, next);
    }
}
