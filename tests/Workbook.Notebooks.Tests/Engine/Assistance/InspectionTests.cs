namespace Workbook.Notebooks.Tests.Engine.Assistance;

public sealed class InspectionTests(WrittenNotebook notebook) : IClassFixture<WrittenNotebook>
{
    [Theory]
    [InlineData("Times(|", "Times(«int value», int factor = 2)")]
    [InlineData("Times(1, |", "Times(int value, «int factor = 2»)")]
    [InlineData("Times(1, |)", "Times(int value, «int factor = 2»)")]
    [InlineData("Times(factor: |", "Times(int value, «int factor = 2»)")]
    [InlineData("Times(\"x\", 1, |", "Times(string text, int factor, «bool again»)")]
    [InlineData("Math.Max(1, |", "Max(int val1, «int val2»)")]
    [InlineData("Console.WriteLine(\"{0} {1} {2} {3}\", 1, 2, 3, |", "params object?[]? arg»")]
    [InlineData("new Point(1, |", "Point(int Left, «int Top»)")]
    [InlineData("Point p = new(|", "Point(«int Left», int Top)")]
    [InlineData("numbers.Select(|", "Select<int, TResult>(«Func<int, TResult> selector»)")]
    [InlineData("var first = numbers[|]", "int this[«int index»]")]
    [InlineData("Func<int, bool> even = n => n % 2 == 0; even(|", "bool Func<int, bool>(«int arg»)")]
    [InlineData("Times(Math.Abs(-1), |", "«int factor = 2»")]
    [InlineData("Times(Math.Abs(|), 2)", "Abs(«")]
    [InlineData("[Obsolete(|)] class Old { }", "ObsoleteAttribute(«string? message»")]
    [InlineData("record Spot(int X) : Point(X, |);", "«int Top»")]
    public void Within_a_call_the_parameter_that_is_written_is_marked(string code, string expected) => Assert.Contains(expected, notebook.Inspect(code));

    [Fact]
    public void The_overload_that_fits_comes_first_and_is_explained()
    {
        var text = notebook.Inspect("Times(\"x\", |")!;
        Assert.StartsWith("int Times(string text, «int factor», bool again)\nint Times(int value, «int factor = 2»)", text);
        Assert.Contains("factor: By how much.", notebook.Inspect("Times(1, |"));
        Assert.Contains("<b>int factor = 2</b>", notebook.Inspect("Times(1, |", "text/html"));
    }

    [Theory]
    [InlineData("nu|mbers.Count", "List<int> numbers")]
    [InlineData("va|r x = numbers;", "List<")]
    [InlineData("Poi|nt", "record Point")]
    [InlineData("colour == Colour.Gr|een", "Colour.Green = 1")]
    [InlineData("numbers.Cou|nt", "int List<int>.Count { get; }")]
    [InlineData("using System.Te|xt;", "namespace System.Text")]
    [InlineData("var q = new { A = 1 }; q|", "int A")]
    [InlineData("numbers.Select(n => n|)", "int n")]
    [InlineData("Ti|mes(1)", "Multiplies.")]
    public void A_word_is_explained(string code, string expected) => Assert.Contains(expected, notebook.Inspect(code));

    [Theory]
    [InlineData("string.Jo|in(\", \", numbers)", "Concatenates")]
    [InlineData("numbers.Ad|d(1)", "Adds an object to the end of the")]
    [InlineData("Consol|e.WriteLine()", "Represents the standard input")]
    [InlineData("numbers.Whe|re(n => n > 1)", "Filters a sequence of values based on a predicate.")]
    public void The_platforms_documentation_is_shown_where_the_SDK_brought_it(string code, string expected)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref")), "this machine has the runtime without the SDK's documentation");
        Assert.Contains(expected, notebook.Inspect(code));
    }

    [Theory]
    [InlineData("Check(|", "Whether a task is solved")]
    [InlineData("Workspace.Ti|me", "milliseconds, the best of some runs")]
    [InlineData("DeltaTab|le", "Delta")]
    public void So_is_the_librarys(string code, string expected) => Assert.Contains(expected, notebook.Inspect(code));

    [Theory]
    [InlineData("|1 + 1")]
    [InlineData("(1 + |2)")]
    [InlineData("|")]
    [InlineData("nowhere|")]
    public void Where_there_is_nothing_to_say_nothing_is_said(string code) => Assert.Null(notebook.Inspect(code));

    [Theory]
    [InlineData("Times|", "/// <summary>Multiplies.</summary>\n/// <param name=\"factor\">By how much.</param>\nint Times(int value, int factor = 2) => value * factor;")]
    [InlineData("numbers|", "var numbers = new List<int> { 1 };")]
    [InlineData("Point|", "record Point(int Left, int Top)")]
    [InlineData("point.Left|", "record Point(int Left, int Top)")]
    [InlineData("Console.WriteLine|", "void WriteLine()")]
    public void Two_question_marks_show_the_source_where_a_cell_has_it(string code, string expected) => Assert.Contains(expected, notebook.Inspect(code, withSource: true));
}
