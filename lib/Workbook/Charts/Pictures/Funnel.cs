using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>Stages from the top, each as wide as what is left.</summary>
internal sealed record Funnel(IReadOnlyList<string> Stages, IReadOnlyList<double> Values) : Picture
{
    public override string Name => "A funnel";

    public override int Height => Math.Clamp(100 + (56 * Stages.Count), 260, 1_200);

    public override Drawing Draw(Chart chart)
    {
        string Of(double value, double whole) => whole > 0 ? Percent(value / whole) : "–";
        var rows = Values.Select((value, index) => (
            Value: value, Figure: Unit.Format(value, chart.Unit), OfFirst: Of(value, Values[0]), OfFormer: index == 0 ? null : Of(value, Values[index - 1]))).ToList();
        var trace = new JsonObject
        {
            // Upright bars would need the labels turned; a narrow one gets its text beside it.
            ["type"] = "bar", ["orientation"] = "h", ["x"] = Array(Values), ["base"] = Array(Values.Select(value => -value / 2)), ["y"] = Array(Stages),
            ["marker"] = new JsonObject { ["color"] = Color(chart, 0) }, ["width"] = 0.8,
            ["text"] = Array(rows.Select(row => $"{row.Figure} ({row.OfFirst})")), ["textposition"] = "auto", ["insidetextanchor"] = "middle", ["textangle"] = 0,
            ["hovertext"] = Array(rows.Select((row, index) => $"{Stages[index]}: {row.Figure}<br>{row.OfFirst} of {Stages[0]}{(row.OfFormer is null ? "" : $"<br>{row.OfFormer} of {Stages[index - 1]}")}")),
            ["hoverinfo"] = "text",
        };
        var most = Values.Any(value => value > 0) ? Values.Max() : 1;
        var side = new JsonObject
        {
            ["type"] = "category", ["categoryorder"] = "array", ["categoryarray"] = Array(Stages), ["autorange"] = "reversed", ["automargin"] = true, ["showgrid"] = false, ["fixedrange"] = true,
        };
        return new([trace], new() { ["xaxis"] = Bare(-0.6 * most, 0.6 * most), ["yaxis"] = side, ["showlegend"] = false, ["dragmode"] = false });
    }
}
