using System.Text.RegularExpressions;
using Workbook.Browsing;
using Workbook.Charts;
using Workbook.Tests.Database;

namespace Workbook.Tests.Charts;

public sealed class ChartDrawingTests : IDisposable
{
    private static readonly string[] Channels = ["web", "store", "phone"];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_page_draws_without_a_network()
    {
        var page = await Show(Chart.Bar(Channels, [3, 1, 2]).With(title: "Orders </script> & \"more\"").ToHtml());
        Assert.Equal(3, Regex.Count(page, "<g class=\"point\""));
        Assert.Contains(">store</text>", page);
        Assert.Contains("Orders &lt;/script&gt; &amp;", page);
        Assert.DoesNotContain("<script src", page);
    }

    [Fact]
    public async Task Every_kind_of_chart_is_drawn()
    {
        var page = new ChartPage();
        Chart[] charts =
        [
            Chart.Line(Channels, [3, 1, 2]),
            Chart.Line(Channels, [3, 1, 2], "a").And(Chart.Line(Channels, [1, 1, 1], "b")).With(stacked: true),
            Chart.Scatter([1, 2], [0.5, 1.5]),
            Chart.Bar(Channels, [3, 1, 2]).With(horizontal: true, template: ChartTemplate.Dark),
            Chart.Histogram([1, 1, 2, 3, 3, 3], bins: 3),
            Chart.Heatmap(Channels, Channels, [1, 2, 3]),
            Chart.Pie(Channels, [3, 1, 2]),
            Chart.Box([1, 2, 3, 4, 50]),
        ];
        var shown = await Show($"<!DOCTYPE html><html><body>{string.Concat(charts.Select(page.Fragment))}</body></html>");
        Assert.Equal(charts.Length, Regex.Count(shown, "data-drawn=\"\""));
        foreach (var mark in new[] { "class=\"trace scatter", "class=\"fills\"", "class=\"trace bars\"", "class=\"hm\"", "class=\"slice\"", "class=\"box\"" })
            Assert.Contains(mark, shown);
    }

    [Fact]
    public async Task Fragments_draw_in_any_order_and_where_a_module_loader_waits()
    {
        var chart = Chart.Bar(Channels, [3, 1, 2]);
        // As notebooks do it: markup first, then each script again as a new element, all before the output is on the page.
        // require.js is there and would swallow what offers itself to it.
        var outputs = new[] { chart.ToHtmlFragment(withPlotly: false), Chart.Pie(Channels, [3, 1, 2]).ToHtmlFragment(), chart.ToHtmlFragment(withPlotly: false) };
        var page = $$"""
            <!DOCTYPE html><html><body><main></main>
            {{string.Concat(outputs.Select(output => $"<template>{output}</template>"))}}
            <script>
            window.define = function () { throw new Error('taken by the loader'); }; define.amd = {}; window.require = define;
            document.querySelectorAll('template').forEach(function (template, index) {
              setTimeout(function () {
                var output = document.createElement('div');
                output.innerHTML = template.innerHTML;
                output.querySelectorAll('script').forEach(function (old) {
                  var script = document.createElement('script');
                  script.textContent = old.textContent;
                  document.body.appendChild(script);
                  old.remove();
                });
                template.remove();
                setTimeout(function () { document.querySelector('main').appendChild(output); }, 100);
              }, 400 * index);
            });
            </script></body></html>
            """;
        var shown = await Show(page);
        Assert.Equal(3, Regex.Count(shown, "data-drawn=\"\""));
        Assert.Equal(6, Regex.Count(shown, "<g class=\"point\""));
        Assert.Equal(3, Regex.Count(shown, "<g class=\"slice\""));
    }

    [Fact]
    public async Task Long_figures_and_those_that_others_made_are_drawn()
    {
        var page = new ChartPage();
        var rows = Enumerable.Range(0, 5_000).ToList();
        var shown = await Show($$"""
            <!DOCTYPE html><html><body>{{page.Fragment(Chart.Line(rows, rows))}}{{page.Fragment("""{"data":[{"type":"violin","y":[1,2,2,3],"name":"</script><b>"}],"layout":{"width":300}}""")}}</body></html>
            """);
        Assert.Equal(2, Regex.Count(shown, "data-drawn=\"\""));
        Assert.Contains("class=\"trace scatter", shown);
        Assert.Contains("class=\"trace violins\"", shown);
        Assert.Contains("width:300px;height:450px", shown);
    }

    [Fact]
    public async Task A_chart_whose_page_has_no_plotly_says_what_to_do()
    {
        File.WriteAllText(Page, Chart.Pie(Channels, [3, 1, 2]).ToHtmlFragment(withPlotly: false));
        await using var page = await BrowserPage.Open(null);
        await page.Tab.Clock.InstallAsync();
        await page.Tab.GotoAsync(new Uri(Page).AbsoluteUri);
        await page.Tab.Clock.RunForAsync(15_000);
        Assert.Contains("Run all cells again", await page.Text("document.querySelector('[data-chart]').textContent"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_is_open_to_people_who_do_not_see_well_or_use_no_mouse(bool dark)
    {
        File.WriteAllText(Page, Chart.Bar(Channels, [3, 1, 2]).With(title: "Orders by channel").ToHtml());
        await using var page = await BrowserPage.OpenFile(Page, dark);
        await page.Drawn();
        await page.HasNoBarriers();
    }

    private string Page => _folder.File("chart.html");

    private async Task<string> Show(string html)
    {
        File.WriteAllText(Page, html);
        await using var page = await BrowserPage.OpenFile(Page);
        var shown = await page.Drawn();
        Assert.Empty(page.Complaints);
        return shown;
    }
}
