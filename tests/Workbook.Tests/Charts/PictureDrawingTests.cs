using System.Text.RegularExpressions;
using Workbook.Browsing;
using Workbook.Charts;
using Workbook.Tests.Database;

namespace Workbook.Tests.Charts;

public sealed class PictureDrawingTests : IDisposable
{
    private static readonly (string Category, string Product, int Sales)[] Sales =
        [("Garden", "Spade", 400), ("Garden", "Hose", 250), ("Kitchen", "Pan", 300), ("Kitchen", "Other", 90), ("Toys", "Other", 120), ("Toys", "Kite", 280)];

    private static readonly (string City, double Latitude, double Longitude, int Sales)[] Cities =
        [("Sydney", -33.87, 151.21, 26_000), ("Perth", -31.95, 115.86, 7_000), ("Auckland", -36.85, 174.76, 8_000)];

    private static readonly (string City, double Latitude, double Longitude, int Sales)[] World =
        [.. Cities, ("Los Angeles", 34.05, -118.24, 6_000), ("New York", 40.71, -74.01, 5_000), ("London", 51.51, -0.13, 7_000)];

    private static readonly (string Category, string? Product, int Sales)[] Tree = [.. Sales.Select(row => (row.Category, (string?)row.Product, row.Sales)), ("Gifts", null, 900)];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IReadOnlyList<Chart> All(ChartTemplate template) =>
    [
        .. new[]
        {
            Chart.Kpi(1_234_567.4, 1_100_000, [900_000, 1_000_000, 950_000, 1_234_567]).With(title: "Total sales", unit: "AUD"),
            Chart.Kpi(4.2, 3.9, lowerIsBetter: true).With(title: "Return rate", unit: "%"),
            Chart.Kpi(null).With(title: "Not known"),
            Chart.Gauge(97.5, 100, 90, [95, 99]).With(title: "On time", unit: "%"),
            Chart.Gauge(42, 60).With(title: "Minutes since the last load", unit: "min"),
            Chart.Funnel(["Visited", "Registered", "Ordered", "Ordered again"], [12_000, 4_500, 1_800, 90]).With(title: "From visit to customer", unit: "people"),
            Chart.Treemap(Sales, row => row.Sales, row => row.Category, row => row.Product).With(title: "Sales by product", unit: "A$"),
            Chart.Sunburst(Tree, row => Math.Min(row.Sales, 500), row => row.Category, row => row.Product).With(title: "Sales by category", unit: "AUD"),
            Chart.Map(Cities, row => row.Latitude, row => row.Longitude, row => row.Sales, row => row.City).With(title: "Sales by city", unit: "AUD", legend: "sales"),
            Chart.Map(World, row => row.Latitude, row => row.Longitude, row => row.Sales, row => row.City).With(title: "The world", unit: "AUD", legend: "sales"),
            Chart.Table(Sales, ("category", row => row.Category), ("product", row => row.Product), ("sales", row => row.Sales)).With(title: "Products"),
            Chart.Bar(["Sydney", "Perth"], [260_000, 70_000]).With(title: "Sales", y: "sales", unit: "AUD", horizontal: true),
            Chart.Line([1, 2, 3], [2.5, 3, 4]).With(title: "Rate", y: "rate", unit: "%"),
            Chart.Waterfall(["Orders", "Missing in payments", "Paid twice"], [1_000_000.25m, -3_200.50m, 1_250m], "Payments").With(title: "From orders to payments", y: "amount", unit: "AUD"),
        }.Select(chart => chart.With(template: template)),
    ];

    [Theory]
    [InlineData("Default")]
    [InlineData("Dark")]
    public async Task Every_picture_has_its_marks_and_nothing_goes_wrong(string template)
    {
        var charts = All(template == "Dark" ? ChartTemplate.Dark : ChartTemplate.Default);
        var shown = Regex.Replace(await Show(charts), "<script>.*?</script>", "", RegexOptions.Singleline);
        Assert.Equal(charts.Count, Regex.Count(shown, "data-drawn=\"\""));
        // Each chart's part of the page, and what stands in it.
        var parts = shown.Split("data-chart=")[1..];
        Assert.Equal(charts.Count, parts.Length);
        // A treemap has one more for each entry of its legend.
        (string Mark, int Count)[] marks =
        [
            (">1,234,567 AUD</text>", 1), (">▲ 7.7% from 3.9%</text>", 1), (">–</text>", 1), ("class=\"js-fill\"", 4), ("class=\"js-fill\"", 2),
            ("class=\"point\"", 4), ("class=\"point\"", 9), ("class=\"slice\"", 11), ("class=\"point\"", 3), ("class=\"point\"", 6), ("class=\"textpoint\"", 21),
            ("class=\"point\"", 2), ("class=\"point\"", 3), ("class=\"point\"", 4),
        ];
        for (var index = 0; index < marks.Length; index++)
            Assert.True(Regex.Count(parts[index], Regex.Escape(marks[index].Mark)) == marks[index].Count, $"{index}: {marks[index]} in {parts[index]}");
        foreach (var text in new[] { ">1,800 people (15%)</text>", ">250,000</text>", ">3.5%</text>", ">sales (AUD)</text>", ">Spade</tspan>", ">97.5%</text>", ">-3,200.50 AUD</text>", ">998,049.75 AUD</text>" })
            Assert.Contains(text, shown);
    }

    private async Task<string> Show(IEnumerable<Chart> charts)
    {
        var page = new ChartPage();
        var file = _folder.File("pictures.html");
        File.WriteAllText(file, $$"""
            <!DOCTYPE html><html><head><meta charset="utf-8"></head><body><script>window.PlotlyConfig = { logging: 1 };</script>{{string.Concat(charts.Select(page.Fragment))}}</body></html>
            """);
        await using var browser = await BrowserPage.OpenFile(file);
        var shown = await browser.Drawn();
        Assert.Empty(browser.Complaints);
        return shown;
    }
}
