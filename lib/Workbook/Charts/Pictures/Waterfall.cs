using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>Steps that add up, each from where the former ended, and their sum.</summary>
internal sealed record Waterfall(IReadOnlyList<string> Steps, IReadOnlyList<double> Values, string Total) : Picture
{
    public override string Name => "A waterfall";

    public override int Height => Math.Clamp(120 + (30 * (Steps.Count + 1)), 260, 1_600);

    public override Drawing Draw(Chart chart)
    {
        var ends = Values.Aggregate(new List<double> { 0 }, (sums, value) => [.. sums, sums[^1] + value]);
        // A category twice would be one place: the figure before the name tells them apart only where that happens.
        var names = Steps.Append(Total).Select((step, index) => Steps.Take(index).Contains(step) ? $"{step} ({index + 1})" : step).ToList();
        var lengths = Values.Append(ends[^1]).ToList();
        var figures = lengths.Select(value => (value > 0 ? "+" : "") + Unit.Format(value, chart.Unit)).ToList();
        figures[^1] = Unit.Format(ends[^1], chart.Unit);
        var trace = new JsonObject
        {
            ["type"] = "bar", ["orientation"] = "h", ["x"] = Array(lengths), ["base"] = Array(ends.Take(Values.Count).Append(0)), ["y"] = Array(names),
            ["marker"] = new JsonObject { ["color"] = Array(Values.Select(value => value < 0 ? ChartTemplate.Bad : ChartTemplate.Good).Append(Color(chart, 0))) },
            ["text"] = Array(figures), ["textposition"] = "auto", ["textangle"] = 0,
            ["hovertext"] = Array(names.Select((name, index) => $"{name}: {figures[index]}<br>{Unit.Format(index < Values.Count ? ends[index + 1] : ends[^1], chart.Unit)} so far")),
            ["hoverinfo"] = "text",
        };
        var side = new JsonObject
        {
            ["type"] = "category", ["categoryorder"] = "array", ["categoryarray"] = Array(names), ["autorange"] = "reversed", ["automargin"] = true, ["showgrid"] = false, ["fixedrange"] = true,
        };
        return new([trace], new() { ["xaxis"] = new JsonObject { ["type"] = "linear", ["automargin"] = true, ["zeroline"] = true }, ["yaxis"] = side, ["showlegend"] = false });
    }
}
