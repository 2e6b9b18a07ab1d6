using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Interactive.Tests;

/// <summary>Values in .NET Interactive beside the same cells in our own kernel: the same forms, letter by letter.</summary>
public sealed partial class SameFormsTests(LoadedNotebook notebook) : IClassFixture<LoadedNotebook>
{
    [Theory]
    [InlineData("1 + 1")]
    [InlineData("2.5m")]
    [InlineData("\"a text\"")]
    [InlineData("true")]
    [InlineData("new DateOnly(2024, 2, 1)")]
    [InlineData("new DateTime(2024, 2, 1, 13, 5, 0)")]
    [InlineData("TimeSpan.FromSeconds(90)")]
    [InlineData("DayOfWeek.Monday")]
    [InlineData("typeof(string)")]
    [InlineData("new[] { 1, 2, 3 }")]
    [InlineData("Enumerable.Range(0, 25)")]
    [InlineData("new[] { new { Name = \"a\", Price = 1.5m }, new { Name = \"<b>\", Price = 2m } }")]
    [InlineData("new { Name = \"a\", Parts = new[] { 1, 2 } }")]
    [InlineData("new Dictionary<string, int> { [\"a\"] = 1, [\"b\"] = 2 }")]
    [InlineData("(1, \"a\")")]
    [InlineData("new InvalidOperationException(\"no\")")]
    [InlineData("Workspace.Query(\"SELECT range AS n, 'x' AS t FROM range(3)\")")]
    [InlineData("Workspace.Explain(\"SELECT 1\").GetType().Name")]
    [InlineData("HTML(\"<b>x</b>\")")]
    [InlineData("Markdown(\"**x**\")")]
    [InlineData("Chart.Bar([\"a\", \"b\"], [1, 2]).With(title: \"Two bars\")")]
    [InlineData("display(new[] { 1, 2 });")]
    [InlineData("display(Chart.Line([1, 2], [3, 4]));")]
    [InlineData("display(Markdown(\"*x*\"));")]
    [InlineData("new[] { 3, 4 }.Display();")]
    [InlineData("Hint(\"raw.inventory\")")]
    [InlineData("Check(\"raw.inventory\")")]
    [InlineData("Progress(\"work\").Report(1);")]
    [InlineData("#!sql\nSELECT 1 AS a; SELECT 'x' AS b")]
    [InlineData("#!sql\nCREATE OR REPLACE TEMP TABLE t AS SELECT 1 AS a")]
    public void A_cell_shows_the_same(string code)
    {
        using var ours = new OwnNotebook();
        var expected = ours.Run(code);
        var found = notebook.Run(code).Shown;
        Assert.Equal(expected.Count, found.Count);
        foreach (var (own, theirs) in expected.Zip(found))
        {
            Assert.Equal(own.Keys.Order(), theirs.Keys.Order());
            Assert.All(own, form => Assert.Equal(Comparable(form.Key, form.Value), Comparable(form.Key, theirs[form.Key])));
        }
    }

    /// <summary>Without times; and without plotly.js, which only a notebook's first chart brings.</summary>
    private static string Comparable(string mime, string form) =>
        mime.EndsWith("+json", StringComparison.Ordinal) ? JsonNode.Parse(form)!.ToJsonString()
        : form.IndexOf("<div data-chart=", StringComparison.Ordinal) is >= 0 and var chart ? form[chart..]
        : Milliseconds().Replace(form, "N ms");

    [GeneratedRegex(@"[\d,.]+ ms")]
    private static partial Regex Milliseconds();
}
