namespace Workbook.Charts;

/// <summary>One page or notebook that charts are put on: the first brings plotly.js for all. From any thread.</summary>
public sealed class ChartPage
{
    private int _charts;

    /// <summary>plotly.js itself, for pages that draw figures in a way of their own.</summary>
    public static string PlotlySource => ChartHtml.PlotlySource;

    public string Fragment(Chart chart) => chart.ToHtmlFragment(withPlotly: Interlocked.Increment(ref _charts) == 1);
}
