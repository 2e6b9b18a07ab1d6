using System.Text.Json;

namespace Workbook.Charts;

/// <summary>A series as one of plotly's traces.</summary>
internal static class PlotlyTrace
{
    /// <summary>Up to here a line shows its points; a single one would else be nothing at all.</summary>
    private const int MarkedPoints = 30;

    /// <param name="axes">Of the x and the y values, wherever they are drawn.</param>
    public static void Write(Utf8JsonWriter json, Chart chart, PlotSeries series, (Axis X, Axis Y) axes)
    {
        json.WriteStartObject();
        json.WriteString("type", series.Kind switch
        {
            ChartKind.Line or ChartKind.Scatter => "scatter",
            ChartKind.Bar => "bar",
            ChartKind.Histogram => "histogram",
            ChartKind.Heatmap => "heatmap",
            ChartKind.Pie => "pie",
            _ => "box",
        });
        if (series.Name is not null)
            json.WriteString("name", series.Name);
        switch (series.Kind)
        {
            case ChartKind.Pie:
                WriteValues(json, "labels", [.. series.X.Select(label => label ?? PlotSeries.Null)]);
                WriteValues(json, "values", series.Y);
                json.WriteBoolean("sort", false);
                if (!string.IsNullOrEmpty(chart.Unit))
                    json.WriteString("hovertemplate", $"%{{label}}<br>{Unit.Prefix(chart.Unit)}%{{value:,}}{(Unit.Title(null, chart.Unit) is { } word ? " " + word : Unit.Suffix(chart.Unit))}<br>%{{percent}}<extra></extra>");
                break;
            case ChartKind.Heatmap:
                WriteGrid(json, chart, series);
                break;
            default:
                WritePoints(json, chart, series, axes);
                break;
        }
        json.WriteEndObject();
    }

    private static void WritePoints(Utf8JsonWriter json, Chart chart, PlotSeries series, (Axis X, Axis Y) axes)
    {
        if (series.X.Count > 0)
            WriteValues(json, chart.HasSwappedAxes ? "y" : "x", [.. series.X.Select(axes.X.Shown)]);
        if (series.Y.Count > 0)
            WriteValues(json, chart.HasSwappedAxes ? "x" : "y", [.. series.Y.Select(axes.Y.Shown)]);
        if (series.X.Count > 0 && axes.X.Cuts)
            WriteValues(json, "hovertext", series.X);
        if (chart.HasSwappedAxes && series.Kind != ChartKind.Scatter)
            json.WriteString("orientation", "h");
        switch (series.Kind)
        {
            case ChartKind.Line:
                json.WriteString("mode", series.X.Count <= MarkedPoints ? "lines+markers" : "lines");
                if (chart.IsStacked)
                    json.WriteString("stackgroup", "all");
                break;
            case ChartKind.Scatter:
                json.WriteString("mode", "markers");
                json.WriteNumber("opacity", 0.8);
                break;
            case ChartKind.Histogram:
                if (series.Bins is { } bins)
                    json.WriteNumber(chart.HasSwappedAxes ? "nbinsy" : "nbinsx", bins);
                if (chart.Series.Count > 1 && !chart.IsStacked)
                    json.WriteNumber("opacity", 0.65);
                break;
        }
    }

    private static void WriteGrid(Utf8JsonWriter json, Chart chart, PlotSeries series)
    {
        WriteValues(json, "x", series.X);
        WriteValues(json, "y", series.Y);
        json.WriteStartArray("z");
        foreach (var row in series.Cells)
            WriteValues(json, null, row);
        json.WriteEndArray();
        json.WriteString("colorscale", "Viridis");
        json.WriteBoolean("hoverongaps", false);
        var title = Unit.Title(chart.LegendTitle, chart.Unit);
        if (string.IsNullOrEmpty(title) && string.IsNullOrEmpty(chart.Unit))
            return;
        json.WriteStartObject("colorbar");
        if (!string.IsNullOrEmpty(title))
            Figure.WriteText(json, "title", title);
        if (Unit.Prefix(chart.Unit) is { Length: > 0 } prefix)
            json.WriteString("tickprefix", prefix);
        if (Unit.Suffix(chart.Unit) is { Length: > 0 } suffix)
            json.WriteString("ticksuffix", suffix);
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string? name, IReadOnlyList<object?> values)
    {
        if (name is null)
            json.WriteStartArray();
        else
            json.WriteStartArray(name);
        foreach (var value in values)
            PlotValue.Write(json, value);
        json.WriteEndArray();
    }
}
