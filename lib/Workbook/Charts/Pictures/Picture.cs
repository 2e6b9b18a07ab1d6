using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>
/// A kind of chart that the embedded plotly.js has no trace for. It is put together from kinds that it has: the whole of
/// plotly.js is 4.9 MB and would be in every page. The figure stays plotly's own, for whoever reads the JSON.
/// </summary>
internal abstract record Picture
{
    /// <summary>What the message about a chart that can't be shared calls this one.</summary>
    public abstract string Name { get; }

    public abstract int Height { get; }

    public abstract Drawing Draw(Chart chart);

    protected static JsonArray Array(IEnumerable<double> values) => [.. values.Select(value => (JsonNode)Round(value))];

    protected static JsonArray Array(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];

    /// <summary>An axis that only gives places: no line, no ticks.</summary>
    protected static JsonObject Bare(double from, double to) => new()
    {
        ["type"] = "linear", ["range"] = Array([from, to]), ["visible"] = false, ["fixedrange"] = true,
    };

    /// <summary>A text at a place of the picture, from 0 to 1 both ways.</summary>
    protected static JsonObject Note(string text, double x, double y, double size, string? color = null)
    {
        var font = new JsonObject { ["size"] = size };
        if (color is not null)
            font["color"] = color;
        return new() { ["text"] = text, ["xref"] = "paper", ["yref"] = "paper", ["x"] = x, ["y"] = y, ["yanchor"] = "middle", ["showarrow"] = false, ["font"] = font };
    }

    protected static double Round(double value) => Math.Round(value, 4);

    protected static string Color(Chart chart, int index) => chart.Template.Colors[index % chart.Template.Colors.Count];

    protected static string Percent(double share) => (share * 100).ToString(share is > -0.0995 and < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + "%";
}

/// <summary>The traces, and what the layout has beside the chart's own.</summary>
internal sealed record Drawing(JsonArray Traces, JsonObject Layout);
