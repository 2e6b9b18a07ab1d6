using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>A half ring from the least to the most, with bands between thresholds and a needle.</summary>
/// <param name="Thresholds">Rising; none for a ring of one colour up to the value.</param>
internal sealed record Gauge(double? Value, double Minimum, double Maximum, IReadOnlyList<double> Thresholds, bool IsLowerBetter) : Picture
{
    private const double Inside = 0.68;

    public override string Name => "A gauge";

    public override int Height => 260;

    public override Drawing Draw(Chart chart)
    {
        var traces = new JsonArray();
        double[] ends = [Minimum, .. Thresholds, Maximum];
        for (var band = 0; band + 1 < ends.Length; band++)
        {
            var isOnly = ends.Length == 2;
            var label = isOnly ? "" : $"{Unit.Format(ends[band], chart.Unit)} to {Unit.Format(ends[band + 1], chart.Unit)}";
            traces.Add(Band(ends[band], ends[band + 1], isOnly ? chart.Template.Grid : BandColor(band, ends.Length - 1), label));
        }
        if (Value is { } value)
        {
            var shown = Math.Clamp(value, Minimum, Maximum);
            if (Thresholds.Count == 0)
                traces.Add(Band(Minimum, shown, Color(chart, 0), Unit.Format(value, chart.Unit)));
            else
                traces.Add(Needle(shown, chart.Template.Text));
        }
        var notes = new JsonArray { Note(Unit.Format(Value, chart.Unit), 0.5, 0.08, 30) };
        foreach (var (end, anchor, x) in new[] { (Minimum, "center", -0.84), (Maximum, "center", 0.84) })
            notes.Add(new JsonObject { ["text"] = Unit.Format(end, chart.Unit), ["x"] = x, ["y"] = -0.1, ["xanchor"] = anchor, ["showarrow"] = false });
        var side = Bare(-0.2, 1.05);
        side["scaleanchor"] = "x";
        return new(traces, new() { ["xaxis"] = Bare(-1.1, 1.1), ["yaxis"] = side, ["annotations"] = notes, ["showlegend"] = false, ["dragmode"] = false, ["margin"] = new JsonObject { ["b"] = 16, ["l"] = 24, ["r"] = 24 } });
    }

    private double Angle(double value) => Math.PI * (1 - ((value - Minimum) / (Maximum - Minimum)));

    private JsonObject Band(double from, double to, string color, string label)
    {
        var steps = Math.Max(2, (int)Math.Ceiling(60 * (to - from) / (Maximum - Minimum)));
        var angles = Enumerable.Range(0, steps + 1).Select(step => Angle(from + ((to - from) * step / steps))).ToList();
        var outline = angles.Select(angle => (Angle: angle, Radius: 1.0)).Concat(angles.AsEnumerable().Reverse().Select(angle => (Angle: angle, Radius: Inside))).ToList();
        return Area(outline.Select(point => (point.Radius * Math.Cos(point.Angle), point.Radius * Math.Sin(point.Angle))), color, label);
    }

    private JsonObject Needle(double value, string color)
    {
        var (x, y) = (Math.Cos(Angle(value)), Math.Sin(Angle(value)));
        const double Foot = Inside - 0.08, Half = 0.03;
        return Area([(1.03 * x, 1.03 * y), ((Foot * x) - (Half * y), (Foot * y) + (Half * x)), ((Foot * x) + (Half * y), (Foot * y) - (Half * x))], color, "");
    }

    private static JsonObject Area(IEnumerable<(double X, double Y)> outline, string color, string label)
    {
        var points = outline.ToList();
        var area = new JsonObject
        {
            ["type"] = "scatter", ["mode"] = "lines", ["x"] = Array(points.Select(point => point.X)), ["y"] = Array(points.Select(point => point.Y)),
            ["fill"] = "toself", ["fillcolor"] = color, ["line"] = new JsonObject { ["width"] = 0 },
        };
        if (label.Length == 0)
        {
            area["hoverinfo"] = "skip";
            return area;
        }
        (area["hoveron"], area["text"], area["hoverinfo"]) = ("fills", label, "text");
        return area;
    }

    private string BandColor(int band, int bands)
    {
        var place = IsLowerBetter ? bands - 1 - band : band;
        return place == 0 ? ChartTemplate.Bad : place == bands - 1 ? ChartTemplate.Good : ChartTemplate.Warning;
    }
}
