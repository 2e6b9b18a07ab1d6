namespace Workbook.Charts;

/// <summary>
/// One page or notebook that charts are put on: the first brings plotly.js for all, and again when its cell runs again. If
/// that chart was changed or deleted since, only a new page (a restarted kernel) brings it. From any thread.
/// </summary>
public sealed class ChartPage
{
    private string? _first;

    /// <summary>plotly.js itself, for pages that draw figures in a way of their own.</summary>
    public static string PlotlySource => ChartHtml.PlotlySource;

    public string Fragment(Chart chart)
    {
        var figure = chart.ToPlotlyJson();
        return chart.ToHtmlFragment(withPlotly: (Interlocked.CompareExchange(ref _first, figure, null) ?? figure) == figure);
    }
}
