using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>
/// One page or notebook that charts are put on: the first brings plotly.js for all, and again when its cell runs again. If
/// that chart was changed or deleted since, only a new page (a restarted kernel) brings it. From any thread.
/// </summary>
public sealed class ChartPage
{
    private string? _first;

    /// <summary>plotly.js itself, for pages that draw figures in a way of their own.</summary>
    public static string PlotlySource => PlotlyLibrary.Source;

    /// <summary>The same, packed with gzip, in Base64.</summary>
    public static string PackedPlotly => PlotlyLibrary.Packed;

    /// <summary>plotly.js' version, owner and licence, as a comment: it goes where the library goes.</summary>
    public static string PlotlyNotice => PlotlyLibrary.Notice;

    /// <summary>A script element that brings plotly.js onto a page, 2 MB.</summary>
    public static string PlotlyScript => ChartHtml.Library();

    /// <summary>The chart as HTML for this page; the page's first one brings plotly.js along, 2 MB.</summary>
    public string Fragment(Chart chart) => FragmentOf(chart.ToPlotlyJson());

    /// <summary>Any figure of plotly's, whoever made it.</summary>
    /// <param name="figure">JSON with data and layout.</param>
    /// <exception cref="System.Text.Json.JsonException">It isn't JSON.</exception>
    public string Fragment(string figure) => FragmentOf(InScript(figure));

    /// <summary>A part of a page that has plotly.js already, or gets it.</summary>
    /// <inheritdoc cref="Fragment(string)"/>
    public static string FragmentWithoutPlotly(string figure) => ChartHtml.Fragment(InScript(figure), withPlotly: false);

    // Written anew: nothing in it can end the script in which it stands.
    private static string InScript(string figure) => JsonNode.Parse(figure)!.ToJsonString();

    private string FragmentOf(string figure) =>
        ChartHtml.Fragment(figure, withPlotly: (Interlocked.CompareExchange(ref _first, figure, null) ?? figure) == figure);
}
