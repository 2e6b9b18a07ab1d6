using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>A figure, how it differs from an earlier one, and how it came there.</summary>
internal sealed record KpiCard(double? Value, double? Previous, IReadOnlyList<double?> Trend, bool IsLowerBetter) : Picture
{
    public override string Name => "A KPI card";

    public override int Height => 180;

    public override Drawing Draw(Chart chart)
    {
        var notes = new JsonArray { Note(Unit.Format(Value, chart.Unit), 0.5, Previous is null && Trend.Count < 2 ? 0.55 : 0.82, 34) };
        if (Change(chart) is { } change)
            notes.Add(change);
        var traces = new JsonArray();
        if (Trend.Count > 1)
        {
            traces.Add(new JsonObject
            {
                ["type"] = "scatter", ["mode"] = "lines", ["y"] = new JsonArray([.. Trend.Select(value => value is { } number ? (JsonNode)Round(number) : null)]),
                ["line"] = new JsonObject { ["color"] = Color(chart, 0), ["width"] = 2 },
                ["text"] = Array(Trend.Select(value => Unit.Format(value, chart.Unit))), ["hoverinfo"] = "text",
            });
        }
        var side = Bare(0, 1);
        side["domain"] = Array([0, 0.2]);
        side.Remove("range");
        var bottom = Bare(-0.5, Math.Max(1, Trend.Count) - 0.5);
        return new(traces, new()
        {
            ["xaxis"] = bottom, ["yaxis"] = side, ["annotations"] = notes, ["showlegend"] = false, ["dragmode"] = false,
            ["margin"] = new JsonObject { ["t"] = string.IsNullOrEmpty(chart.Title) ? 12 : 48, ["b"] = 12, ["l"] = 24, ["r"] = 24 },
        });
    }

    private JsonObject? Change(Chart chart)
    {
        if (Value is not { } now || Previous is not { } before)
            return null;
        var arrow = now > before ? "▲" : now < before ? "▼" : "=";
        // A share of nothing isn't a number; and of a negative figure it points the wrong way.
        var size = before > 0 ? Percent(Math.Abs((now - before) / before)) : Unit.Format(Math.Abs(now - before), chart.Unit);
        var color = now == before ? null : now > before != IsLowerBetter ? ChartTemplate.Good : ChartTemplate.Bad;
        return Note($"{arrow} {size} from {Unit.Format(before, chart.Unit)}", 0.5, 0.42, 14, color);
    }
}
