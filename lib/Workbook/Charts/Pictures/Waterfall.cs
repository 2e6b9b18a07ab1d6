using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>From one total to another, each change beginning where the last one ended.</summary>
/// <param name="Amounts">The first total, then the changes. Decimals, so that the last bar is their exact sum.</param>
internal sealed record Waterfall(IReadOnlyList<string> Labels, IReadOnlyList<decimal> Amounts, string Total) : Picture
{
    /// <summary>Where changes reach over less than this share of the totals, the axis doesn't begin at zero: they would not be seen.</summary>
    private const decimal Smallest = 0.25m;

    public override string Name => "A waterfall";

    public override int Height => Math.Clamp(110 + (38 * (Labels.Count + 1)), 240, 1_200);

    public override Drawing Draw(Chart chart)
    {
        var bars = Bars().ToList();
        var (least, most) = (bars.Min(bar => Math.Min(bar.From, bar.To)), bars.Max(bar => Math.Max(bar.From, bar.To)));
        var levels = bars.Where(bar => !bar.IsTotal).SelectMany(bar => new[] { bar.From, bar.To }).Append(Amounts[0]).ToList();
        var (low, high) = (levels.Min(), levels.Max());
        var isCut = Amounts.Count > 1 && high > low && (low > 0 || high < 0) && high - low < Smallest * (most - least);
        var pad = isCut ? 0.25m * (high - low) : 0.12m * (most - least);
        var (from, to) = isCut ? (low - pad, high + pad) : (least < 0 ? least - pad : 0, most > 0 ? most + pad : 0);
        var trace = new JsonObject
        {
            ["type"] = "bar", ["orientation"] = "h", ["y"] = Array(bars.Select(bar => bar.Label)),
            ["x"] = Array(bars.Select(bar => (double)(bar.To - Start(bar, isCut, from, to)))), ["base"] = Array(bars.Select(bar => (double)Start(bar, isCut, from, to))),
            ["marker"] = new JsonObject { ["color"] = Array(bars.Select(bar => bar.IsTotal ? Color(chart, 0) : bar.To < bar.From ? Color(chart, 5) : Color(chart, 2))) },
            ["text"] = Array(bars.Select(bar => bar.IsTotal ? Figure(bar.To, chart.Unit) : Change(bar, chart.Unit))), ["textposition"] = "auto", ["textangle"] = 0,
            ["hovertext"] = Array(bars.Select(bar => bar.IsTotal ? $"{bar.Label}: {Figure(bar.To, chart.Unit)}" : $"{bar.Label}: {Change(bar, chart.Unit)}<br>then {Figure(bar.To, chart.Unit)}")),
            ["hoverinfo"] = "text",
        };
        var across = new JsonObject
        {
            ["type"] = "linear", ["range"] = Array([(double)from, (double)to]), ["automargin"] = true, ["fixedrange"] = true, ["exponentformat"] = "none", ["nticks"] = 6,
        };
        if (Unit.Title(chart.YTitle, chart.Unit) is var title && (title ?? "") + (isCut ? " (the axis doesn't begin at 0)" : "") is { Length: > 0 } shown)
            across["title"] = new JsonObject { ["text"] = shown.Trim() };
        var side = new JsonObject
        {
            ["type"] = "category", ["categoryorder"] = "array", ["categoryarray"] = Array(bars.Select(bar => bar.Label)), ["autorange"] = "reversed", ["automargin"] = true, ["showgrid"] = false, ["fixedrange"] = true,
        };
        return new([trace], new() { ["xaxis"] = across, ["yaxis"] = side, ["showlegend"] = false, ["dragmode"] = false });
    }

    private IEnumerable<Bar> Bars()
    {
        var sum = Amounts[0];
        yield return new Bar(Labels[0], 0, sum, IsTotal: true);
        for (var index = 1; index < Amounts.Count; index++)
        {
            yield return new Bar(Labels[index], sum, sum + Amounts[index], IsTotal: false);
            sum += Amounts[index];
        }
        yield return new Bar(Total, 0, sum, IsTotal: true);
    }

    private static decimal Start(Bar bar, bool isCut, decimal from, decimal to) => !bar.IsTotal || !isCut ? bar.From : bar.To > 0 ? from : to;

    private static string Change(Bar bar, string? unit) => $"{(bar.To < bar.From ? "" : "+")}{Figure(bar.To - bar.From, unit)}";

    /// <summary>All digits: a bridge is read to the cent.</summary>
    private static string Figure(decimal value, string? unit)
    {
        var text = Math.Abs(value).ToString(value == decimal.Truncate(value) ? "#,0" : "#,0.00####", CultureInfo.InvariantCulture);
        var word = Unit.Title("", unit) is { Length: > 0 } ? $" {unit}" : Unit.Suffix(unit);
        return $"{(value < 0 ? "-" : "")}{Unit.Prefix(unit)}{text}{word}";
    }

    private sealed record Bar(string Label, decimal From, decimal To, bool IsTotal);
}
