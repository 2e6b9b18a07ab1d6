using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workbook.Charts;

/// <summary>
/// HTML that draws a figure in a browser's page and in the front ends of notebooks. Those run an output's scripts in their own
/// ways and order: a place is found by its name, never by where the script stands.
/// </summary>
internal static class ChartHtml
{
    /// <summary>plotly's own, for a figure that doesn't say.</summary>
    private const double UsualHeight = 450;

    public static string Fragment(string figure, bool withPlotly) => $"{(withPlotly ? Library() : "")}{Place(figure)}";

    public static string Page(Chart chart, bool offline) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(chart.Title ?? "Chart")}}</title>
        <style>:root { color-scheme: light dark } body { background: Canvas; color: CanvasText; font-family: system-ui, sans-serif; margin: 1rem } h1 { position: absolute; clip-path: inset(50%) }</style>
        {{(offline ? Library() : $"<script src=\"https://cdn.plot.ly/plotly-{PlotlyLibrary.Version}.min.js\" charset=\"utf-8\"></script>")}}
        </head>
        <body>
        <main>
        <h1>{{WebUtility.HtmlEncode(chart.Title ?? "Chart")}}</h1>
        {{Place(chart.ToPlotlyJson())}}
        </main>
        </body>
        </html>

        """;

    public static string Library() => $"<script>{PlotlyLibrary.LoadScript}</script>\n";

    // Named for what it shows: the same chart has the same bytes wherever it is made, and may stand on a page twice.
    private static string Place(string figure)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure)))[..12];
        using var json = JsonDocument.Parse(figure);
        double? Pixels(string side) => json.RootElement.TryGetProperty("layout", out var layout) && layout.TryGetProperty(side, out var size) && size.TryGetDouble(out var pixels) ? pixels : null;
        var width = Pixels("width") is { } wide ? FormattableString.Invariant($"{wide}px") : "100%";
        return FormattableString.Invariant($"<div data-chart=\"{id}\" style=\"width:{width};height:{Pixels("height") ?? UsualHeight}px\"></div>\n<script>{PlotlyLibrary.DrawScript(id, figure)}</script>");
    }
}
