namespace Workbook.Charts;

/// <summary>One page or notebook that charts are put on: the first brings plotly.js for all. From any thread.</summary>
public sealed class ChartPage
{
    private int _charts;

    public string Fragment(Chart chart) => chart.ToHtmlFragment(withPlotly: Interlocked.Increment(ref _charts) == 1);
}
