using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Workbook.Charts;

/// <summary>
/// HTML that draws a figure in a browser's page and in the front ends of notebooks. Those run an output's scripts in their own
/// ways and order: a place is found by its name, never by where the script stands.
/// </summary>
internal static class ChartHtml
{
    private static readonly Lazy<string> Plotly = new(() => Resource("plotly.min.js"));
    private static readonly Lazy<string> Draw = new(() => Resource("draw.js"));

    public static string PlotlySource => Plotly.Value;

    public static string Fragment(Chart chart, bool withPlotly) => $"{(withPlotly ? Library() : "")}{Place(chart)}";

    public static string Page(Chart chart, bool offline) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(chart.Title ?? "Chart")}}</title>
        <style>:root { color-scheme: light dark } body { background: Canvas; color: CanvasText; font-family: system-ui, sans-serif; margin: 1rem } h1 { position: absolute; clip-path: inset(50%) }</style>
        {{(offline ? Library() : $"<script src=\"https://cdn.plot.ly/plotly-cartesian-{Version()}.min.js\"></script>")}}
        </head>
        <body>
        <main>
        <h1>{{WebUtility.HtmlEncode(chart.Title ?? "Chart")}}</h1>
        {{Place(chart)}}
        </main>
        </body>
        </html>

        """;

    // Named for what it shows: the same chart has the same bytes wherever it is made, and may stand on a page twice.
    private static string Place(Chart chart)
    {
        var json = chart.ToPlotlyJson();
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..12];
        var width = chart.Width is { } pixels ? $"{pixels}px" : "100%";
        return $"<div data-chart=\"{id}\" style=\"width:{width};height:{Figure.Height(chart)}px\"></div>\n"
            + $"<script>({Draw.Value.Trim()})(\"{id}\", {json}, {(chart.Template.Background is null ? "true" : "false")});</script>";
    }

    // Loaders that a front end may have (require.js, Electron's module) are hidden: they'd take plotly.js for themselves.
    private static string Library() =>
        $"<script>if (!window.Plotly) (function (define, module, exports, require) {{\n{Plotly.Value}\n}}).call(window);</script>\n";

    /// <summary>From the first lines: "plotly.js (cartesian - minified) v3.7.0".</summary>
    private static string Version()
    {
        var heading = Plotly.Value[..Plotly.Value.IndexOf("*/", StringComparison.Ordinal)].Split('\n')[1].Trim();
        return heading[(heading.LastIndexOf('v') + 1)..];
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ChartHtml).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
