using Workbook.Notebooks.Engine;
using Workbook.Retail;

namespace Workbook.Notebooks.Tests.Engine;

public sealed class CSharpCellTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void Cells_see_what_earlier_ones_declared()
    {
        Assert.Null(_notebook.Run("var x = 40; int Twice(int n) => 2 * n; record Point(int X, int Y);").Value);
        Assert.Equal("42", _notebook.Value("x + 2"));
        Assert.Equal("80", _notebook.Value("Twice(x)"));
        Assert.Equal("{ X: 1, Y: 2 }", _notebook.Value("new Point(1, 2)"));
        _notebook.Run("var x = \"another\";");
        Assert.Equal("another", _notebook.Value("x"));
    }

    [Theory]
    [InlineData("Math.Max(1, 2);", null)]
    [InlineData("Console.Write(1)", null)]
    [InlineData("(string?)null", "<null>")]
    [InlineData("await Task.FromResult(3)", "3")]
    [InlineData("await Task.Delay(1)", null)]
    [InlineData("var a = 1;\na", "1")]
    [InlineData("1.5", "1.5")]
    [InlineData("new[] { 1, 2 }", "[ 1, 2 ]")]
    [InlineData("Enumerable.Range(0, 100)", "[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … more ]")]
    [InlineData("new { A = 1, B = \"x\" }", "{ A: 1, B: x }")]
    [InlineData("(1, \"x\")", "(1, x)")]
    [InlineData("new Dictionary<string, int> { [\"a\"] = 1 }", "{ a: 1 }")]
    [InlineData("new DateTime(2024, 1, 31)", "2024-01-31")]
    [InlineData("typeof(int)", "System.Int32")]
    public void The_last_expression_is_shown_unless_it_is_void(string code, string? shown) => Assert.Equal(shown, _notebook.Value(code));

    [Fact]
    public void A_list_of_objects_is_a_table_cut_at_twenty_rows()
    {
        var html = _notebook.Run("Enumerable.Range(0, 50).Select(n => new { N = n, Name = $\"<{n}>\" }).ToList()").Value!.Text("text/html")!;
        Assert.Contains("<th>index</th><th>N</th><th>Name</th>", html);
        Assert.Contains("<td>19</td><td>&lt;19&gt;</td>", html);
        Assert.DoesNotContain("&lt;20&gt;", html);
        Assert.Contains("… 30 more", html);
    }

    [Fact]
    public void Output_goes_where_it_was_written_also_from_tasks()
    {
        _notebook.Run("Console.WriteLine(\"one\"); await Task.Run(() => Console.WriteLine(\"two\")); Console.Error.WriteLine(\"three\");");
        Assert.Equal(("one\ntwo\n", "three\n"), (_notebook.Out, _notebook.Error));
    }

    [Fact]
    public void A_compilation_error_names_line_and_column_and_leaves_the_session_as_it_was()
    {
        _notebook.Run("var x = 1;");
        var error = _notebook.Try("var y = 2;\nfor (var i = 0; i < 3; i++) { x += undefined; }").Error!;
        Assert.Equal("CompilationError", error.Name);
        Assert.StartsWith("(2,36): error CS0103:", error.Message);
        Assert.Equal("1", _notebook.Value("x"));
    }

    [Fact]
    public void A_fault_names_its_line_and_keeps_what_was_declared_before_it()
    {
        var result = _notebook.Try("var kept = 7;\n\nthrow new InvalidOperationException(\"broken\");");
        Assert.Equal((CellStatus.Error, "InvalidOperationException", "broken"), (result.Status, result.Error!.Name, result.Error.Message));
        Assert.Contains(result.Error.Traceback, line => line.Contains("line 3"));
        Assert.DoesNotContain(result.Error.Traceback, line => line.Contains("Roslyn") || line.Contains("Scripting"));
        Assert.Equal("7", _notebook.Value("kept"));
    }

    [Fact]
    public void What_the_first_references_lack_is_found()
    {
        Assert.Equal("<a />", _notebook.Value("using System.Xml.Linq;\nnew XElement(\"a\").ToString()"));
        Assert.Equal("3", _notebook.Value("System.Numerics.BigInteger.Add(1, 2)"));
    }

    [Fact]
    public void Values_are_displayed_and_updated()
    {
        _notebook.Run("var shown = display(1); shown.Update(2); \"x\".Display(); display(\"<b>x</b>\", \"text/html\"); HTML(\"<i>y</i>\").Display();");
        Assert.Equal(["1", "2", "x"], _notebook.Displayed.Take(3).Select(bundle => bundle.Text("text/plain")));
        Assert.Equal(["<b>x</b>", "<i>y</i>"], _notebook.Displayed.Skip(3).Select(bundle => bundle.Text("text/html")));
        Assert.Equal(1, _notebook.Updates);
    }

    [Fact]
    public void A_registered_form_is_used_alone_and_within_lists()
    {
        _notebook.Run("record Money(decimal Amount); Formatter.Register<Money>(m => $\"<b>{m.Amount} AUD</b>\", \"text/html\");");
        Assert.Equal("<b>5 AUD</b>", _notebook.Run("new Money(5)").Value!.Text("text/html"));
        Assert.Contains("<td><b>5 AUD</b></td>", _notebook.Run("new[] { new { Price = new Money(5) } }").Value!.Text("text/html"));
    }

    [Fact]
    public void The_reader_is_asked_or_told_why_not()
    {
        _notebook.Answer = prompt => prompt + "Ada";
        Assert.Equal("Ada", _notebook.Value("Console.ReadLine()"));
        Assert.Equal("Name? Ada", _notebook.Value("Input(\"Name? \")"));
        _notebook.Answer = null;
        Assert.Contains("nobody is there to answer", _notebook.Try("Console.ReadLine()").Error!.Message);
    }

    [Fact]
    public void The_library_is_in_scope() =>
        Assert.Equal("11", _notebook.Value("DataGenerator.Generate(new GenerationOptions { Output = Workspace.Raw, Scale = 0.001, Days = 2 });\nBronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = Workspace.Raw, Lake = Workspace.LakePath }).Sources.Count"));
}
