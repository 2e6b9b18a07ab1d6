using System.Text.Json.Nodes;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Tests.Engine.NuGet;

/// <summary>Plotly.NET as it comes from NuGet. Without a network, and without the package on this machine, they are skipped.</summary>
public sealed class PlotlyNetTests : IDisposable
{
    private const string Packages = "#r \"nuget: Plotly.NET, 6.0.0\"\n#r \"nuget: Plotly.NET.CSharp, 0.14.0\"\n";
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    private CellResult Run(string source)
    {
        var result = _notebook.Try(source);
        Assert.SkipWhen(result.Error?.Message.Contains("the feed can't be reached") == true, result.Error?.Message ?? "");
        Assert.True(result.Status == CellStatus.Ok, $"{result.Error?.Name}: {string.Join('\n', result.Error?.Traceback ?? [])}");
        return result;
    }

    [Theory]
    [InlineData(Packages)]
    [InlineData("#r \"nuget: Plotly.NET.Interactive, 6.0.0\"\n#r \"nuget: Plotly.NET.CSharp, 0.14.0\"\n")]
    public void A_chart_is_shown_as_a_figure_and_draws_without_a_network(string packages)
    {
        Run(packages + "using Plotly.NET.CSharp;");
        var shown = Run("""
            var title = new Plotly.NET.Title();
            title.SetProperty("text", "Orders");
            var chart = Chart.Line<int, int, string>(x: new[] { 1, 2, 3 }, y: new[] { 4, 1, 5 }, Name: "</script>").WithTraceInfo("</script>");
            Plotly.NET.GenericChart.getLayout(chart).SetProperty("title", title);
            chart
            """).Value!;
        var figure = (JsonNode)shown.Data["application/vnd.plotly.v1+json"];
        Assert.Equal("[4,1,5]", figure["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal("Chart: Orders", shown.Text("text/plain"));
        var html = shown.Text("text/html")!;
        Assert.Contains("Plotly.newPlot", html);
        Assert.Contains("plotly.js v3.", html);
        Assert.DoesNotContain("cdn.plot.ly", html);
        Assert.DoesNotContain("\"</script>\"", html);
        Assert.DoesNotContain("plotly.js v3.", Run("Chart.Point<int, int, string>(x: new[] { 1 }, y: new[] { 4 })").Value!.Text("text/html"));
    }

    [Fact]
    public void Its_own_page_can_be_made() =>
        Assert.True(int.Parse(Run(Packages + "Plotly.NET.GenericChart.toEmbeddedHTML(Plotly.NET.CSharp.Chart.Line<int,int,string>(x: new[]{1,2,3}, y: new[]{4,1,5})).Length").Value!.Text("text/plain")!) > 1000);

    [Fact]
    public void Chart_is_ours_and_theirs_in_one_cell()
    {
        Run(Packages + "using Plotly.NET.CSharp;");
        Run("""
            var ours = Chart.Bar(new[] { "a", "b" }, new[] { 1, 2 }).With(title: "Ours");
            var theirs = Chart.Combine(new[] { Chart.Point<int, int, string>(x: new[] { 1 }, y: new[] { 2 }), Chart.Line<int, int, string>(x: new[] { 1 }, y: new[] { 2 }) });
            Chart Titled(Chart chart) => chart.With(title: "Titled");
            """);
        Assert.Equal("Workbook.Charts.Chart", Run("ours.GetType()").Value!.Text("text/plain"));
        Assert.StartsWith("Plotly.NET.GenericChart", Run("theirs.GetType().BaseType.FullName").Value!.Text("text/plain"));
        Assert.Equal("Titled", Run("Titled(Chart.Pie(new[] { \"a\" }, new[] { 1 })).Title").Value!.Text("text/plain"));
        Assert.StartsWith("Plotly.NET.GenericChart", Run("using Chart = Plotly.NET.CSharp.Chart;\nChart.Point<int, int, string>(x: new[] { 1 }, y: new[] { 2 }).GetType().BaseType.FullName").Value!.Text("text/plain"));
    }

    [Fact]
    public void A_call_that_is_neither_ours_nor_theirs_says_what_to_write()
    {
        Run(Packages + "using Plotly.NET.CSharp;");
        var error = _notebook.Try("var a = 1;\nfor (var i = 0; i < 1; i++) Chart.Line(5);").Error!;
        Assert.StartsWith("(2,", error.Message);
        Assert.Contains("Chart.Line is in both Workbook.Charts.Chart and Plotly.NET.CSharp.Chart, and the call fits neither. Write the whole name", error.Message);
        Assert.Contains("'Chart' does not contain a definition for 'Nothing'", _notebook.Try("Chart.Nothing(5);").Error!.Message);
    }
}
