using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Workbook.Charts;

/// <summary>A chart as plotly's figure. Keys come in one order, and what plotly does by itself isn't said.</summary>
internal static class Figure
{
    // Letters stay letters, but '<' is escaped: the figure also stands inside a script element.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Json(Chart chart)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            var (across, up) = Axes(chart);
            json.WriteStartObject();
            json.WriteStartArray("data");
            var drawing = chart.Picture?.Draw(chart);
            foreach (var trace in drawing?.Traces ?? [])
                trace!.WriteTo(json);
            foreach (var series in chart.Series)
                PlotlyTrace.Write(json, chart, series, chart.HasSwappedAxes ? (up, across) : (across, up));
            json.WriteEndArray();
            WriteLayout(json, chart, across, up, drawing);
            json.WriteStartObject("config");
            json.WriteBoolean("responsive", true);
            json.WriteBoolean("displaylogo", false);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static int Height(Chart chart) =>
        chart.Height ?? chart.Picture?.Height ?? (chart.HasSwappedAxes ? Math.Clamp(120 + (18 * new Axis(chart.Series.Select(series => series.X)).Categories), 400, 1_600) : 400);

    public static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static (Axis Across, Axis Up) Axes(Chart chart)
    {
        var (x, y) = (new Axis(chart.Series.Select(series => series.X)), new Axis(chart.Series.Select(series => series.Y)));
        return chart.HasSwappedAxes ? (y, x) : (x, y);
    }

    private static void WriteLayout(Utf8JsonWriter json, Chart chart, Axis across, Axis up, Drawing? drawing)
    {
        json.WriteStartObject("layout");
        if (!string.IsNullOrEmpty(chart.Title))
            WriteText(json, "title", chart.Title);
        if (chart.Width is { } width)
            json.WriteNumber("width", width);
        json.WriteNumber("height", Height(chart));
        if (drawing is not null)
        {
            foreach (var (name, value) in drawing.Layout)
            {
                json.WritePropertyName(name);
                value!.WriteTo(json);
            }
            WriteTemplate(json, chart);
            json.WriteEndObject();
            return;
        }
        if (!chart.Series.Any(series => series.Kind == ChartKind.Pie))
        {
            // As long as a chart lies, its titles and scales go with the values.
            var unit = chart.Series.Any(series => series.Kind == ChartKind.Heatmap) ? null : chart.Unit;
            var isCounted = chart.Series.All(series => series.Kind == ChartKind.Histogram);
            var x = new AxisSettings("x", chart.XTitle, chart.XIsLog, isCounted ? unit : null);
            var y = new AxisSettings("y", chart.YTitle, chart.YIsLog, isCounted ? null : unit);
            var (below, beside) = chart.HasSwappedAxes ? (y, x) : (x, y);
            if (chart.XIsLog || chart.YIsLog)
                RequireNumbers(chart, across, below, beside);
            if (chart.XIsLog || chart.YIsLog)
                RequireNumbers(chart, up, beside, below);
            across.Write(json, "xaxis", below, upside: false);
            // Rows are read from the top.
            up.Write(json, "yaxis", beside, upside: chart.HasSwappedAxes && up.Categories > 0);
        }
        WriteModes(json, chart);
        WriteTemplate(json, chart);
        json.WriteEndObject();
    }

    private static void RequireNumbers(Chart chart, Axis axis, AxisSettings settings, AxisSettings other)
    {
        if (!settings.IsLog || !axis.IsWithoutLog)
            return;
        var lies = chart.HasSwappedAxes ? " A chart that is horizontal keeps its names: y are the values, which then go from left to right." : "";
        throw new WorkbookException($"A log scale expects numbers, but {settings.Name} has {axis.Kinds}.{lies} Set log{settings.Name.ToUpperInvariant()} to false, and log{other.Name.ToUpperInvariant()} to true if {other.Name} has the values.");
    }

    private static void WriteModes(Utf8JsonWriter json, Chart chart)
    {
        bool Has(ChartKind kind) => chart.Series.Any(series => series.Kind == kind);
        var isNamed = chart.Series.Count > 1;
        if (Has(ChartKind.Bar) || Has(ChartKind.Histogram))
            json.WriteString("barmode", chart.IsStacked ? "stack" : Has(ChartKind.Bar) ? "group" : "overlay");
        if (Has(ChartKind.Box) && isNamed)
            json.WriteString("boxmode", "group");
        if (Has(ChartKind.Pie))
            return;
        json.WriteBoolean("showlegend", isNamed);
        if (!isNamed || string.IsNullOrEmpty(chart.LegendTitle))
            return;
        json.WriteStartObject("legend");
        WriteText(json, "title", chart.LegendTitle);
        json.WriteEndObject();
    }

    private static void WriteTemplate(Utf8JsonWriter json, Chart chart)
    {
        var template = chart.Template;
        json.WriteStartObject("template");
        json.WriteStartObject("layout");
        json.WriteStartArray("colorway");
        foreach (var color in template.Colors)
            json.WriteStringValue(color);
        json.WriteEndArray();
        json.WriteStartObject("font");
        json.WriteString("family", template.FontFamily);
        json.WriteNumber("size", template.FontSize);
        json.WriteString("color", template.Text);
        json.WriteEndObject();
        json.WriteString("paper_bgcolor", template.Background ?? "rgba(0,0,0,0)");
        json.WriteString("plot_bgcolor", template.Background ?? "rgba(0,0,0,0)");
        json.WriteStartObject("margin");
        json.WriteNumber("t", string.IsNullOrEmpty(chart.Title) ? 24 : 56);
        json.WriteNumber("r", 24);
        json.WriteNumber("b", 48);
        json.WriteNumber("l", 56);
        json.WriteEndObject();
        json.WriteStartObject("modebar");
        json.WriteString("bgcolor", "rgba(0,0,0,0)");
        json.WriteString("color", template.Grid);
        json.WriteString("activecolor", template.Text);
        json.WriteEndObject();
        foreach (var axis in new[] { "xaxis", "yaxis" })
        {
            json.WriteStartObject(axis);
            json.WriteString("gridcolor", template.Grid);
            json.WriteString("zerolinecolor", template.Grid);
            json.WriteString("linecolor", template.Grid);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
