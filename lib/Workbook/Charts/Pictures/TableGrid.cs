using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>Rows and columns as texts; numbers stand at the right of theirs.</summary>
internal sealed record TableGrid(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<object?>> Columns) : Picture
{
    public const int MaxRows = 60;
    private const int LongestText = 40;

    public override string Name => "A table";

    public override int Height => 76 + (26 * (Rows + 1));

    private int Rows => Columns.Count == 0 ? 0 : Columns[0].Count;

    public override Drawing Draw(Chart chart)
    {
        var texts = Columns.Select(column => Texts(column)).ToList();
        var widths = texts.Select((column, index) => 2.0 + column.Append(Names[index]).Max(text => text.Length)).ToList();
        var traces = new JsonArray();
        var left = 0.0;
        for (var index = 0; index < Columns.Count; index++)
        {
            var isNumber = Columns[index].Any(value => PlotValue.Kind(value) == AxisKind.Number) && Columns[index].All(value => PlotValue.Kind(value) is AxisKind.Number or AxisKind.Unknown);
            var x = isNumber ? left + widths[index] - 0.8 : left + 0.8;
            string[] cells = [$"<b>{Names[index]}</b>", .. texts[index]];
            traces.Add(new JsonObject
            {
                ["type"] = "scatter", ["mode"] = "text", ["name"] = Names[index],
                ["x"] = Array(Enumerable.Repeat(x, Rows + 1)), ["y"] = Array(Enumerable.Range(0, Rows + 1).Select(row => (double)row)), ["text"] = Array(cells),
                ["textposition"] = isNumber ? "middle left" : "middle right", ["hoverinfo"] = "skip", ["cliponaxis"] = false,
            });
            left += widths[index];
        }
        var bands = new JsonArray();
        for (var row = 0; row <= Rows; row += 2)
        {
            bands.Add(new JsonObject
            {
                ["type"] = "rect", ["layer"] = "below", ["xref"] = "paper", ["x0"] = 0, ["x1"] = 1, ["y0"] = row - 0.5, ["y1"] = row + 0.5,
                ["fillcolor"] = chart.Template.Grid, ["opacity"] = row == 0 ? 0.9 : 0.4, ["line"] = new JsonObject { ["width"] = 0 },
            });
        }
        return new(traces, new()
        {
            ["xaxis"] = Bare(0, Math.Max(left, 1)), ["yaxis"] = Bare(Rows + 0.5, -0.5), ["shapes"] = bands, ["showlegend"] = false, ["dragmode"] = false,
            ["margin"] = new JsonObject { ["l"] = 8, ["r"] = 8, ["b"] = 8 },
        });
    }

    private static List<string> Texts(IReadOnlyList<object?> column)
    {
        // Years and numbers of things stay as they are.
        var isLarge = column.Any(value => PlotValue.Kind(value) == AxisKind.Number && Math.Abs(PlotValue.Number(value) ?? 0) >= 10_000);
        return [.. column.Select(value => Shown(value, isLarge))];
    }

    private static string Shown(object? value, bool isLarge)
    {
        if (PlotValue.Kind(value) == AxisKind.Number && value is not TimeSpan)
            return PlotValue.Number(value)?.ToString(isLarge ? "#,0.##" : "0.####", CultureInfo.InvariantCulture) ?? "";
        var text = (PlotValue.Text(value) ?? "").Replace('\n', ' ');
        return text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";
    }
}
