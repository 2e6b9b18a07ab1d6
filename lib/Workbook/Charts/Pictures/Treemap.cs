using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>Rectangles as large as their shares, those of one outermost part together and of one colour.</summary>
internal sealed record Treemap(IReadOnlyList<Share> Shares) : Picture
{
    /// <summary>Width to height for which the rectangles come out near to squares.</summary>
    private const double Aspect = 1.8;

    public override string Name => "A treemap";

    public override int Height => 440;

    public override Drawing Draw(Chart chart)
    {
        var whole = Shares.Sum(share => share.Value);
        var leaves = Place(Shares, new TreemapTile(0, 0, Aspect, 1)).ToList();
        string Figure(Share share) => $"{Unit.Format(share.Value, chart.Unit)} ({Percent(whole > 0 ? share.Value / whole : 0)})";
        // Bars can be any rectangle, their text shrinks to fit, and a click on one says which it was.
        var trace = new JsonObject
        {
            ["type"] = "bar", ["x"] = Array(leaves.Select(leaf => leaf.Tile.X + (leaf.Tile.Width / 2))), ["width"] = Array(leaves.Select(leaf => leaf.Tile.Width)),
            ["base"] = Array(leaves.Select(leaf => leaf.Tile.Y)), ["y"] = Array(leaves.Select(leaf => leaf.Tile.Height)),
            ["marker"] = new JsonObject
            {
                ["color"] = Array(leaves.Select(leaf => Color(chart, leaf.Share.Group))),
                ["line"] = new JsonObject { ["color"] = chart.Template.Background ?? "#ffffff", ["width"] = 2 },
            },
            ["text"] = Array(leaves.Select(leaf => $"{leaf.Share.Label}<br>{Figure(leaf.Share)}")), ["textposition"] = "inside", ["insidetextanchor"] = "middle", ["textangle"] = 0,
            ["hovertext"] = Array(leaves.Select(leaf => $"{leaf.Share.Path}<br>{Figure(leaf.Share)}")), ["hoverinfo"] = "text",
            ["customdata"] = new JsonArray([.. leaves.Select(leaf => Array(leaf.Share.Place))]),
        };
        var isDeep = Shares.Any(share => share.Parts.Count > 0);
        var traces = new JsonArray { trace };
        if (isDeep)
        {
            // The legend says which colour is which outermost part.
            foreach (var share in Shares)
                traces.Add(new JsonObject { ["type"] = "bar", ["name"] = share.Label, ["x"] = new JsonArray((JsonNode?)null), ["y"] = new JsonArray((JsonNode?)null), ["marker"] = new JsonObject { ["color"] = Color(chart, share.Group) } });
            trace["showlegend"] = false;
        }
        return new(traces, new()
        {
            ["xaxis"] = Bare(0, Aspect), ["yaxis"] = Bare(0, 1), ["barmode"] = "overlay", ["showlegend"] = isDeep, ["dragmode"] = false,
            ["uniformtext"] = new JsonObject { ["minsize"] = 9, ["mode"] = "hide" },
        });
    }

    private static IEnumerable<(Share Share, TreemapTile Tile)> Place(IReadOnlyList<Share> shares, TreemapTile space) =>
        TreemapTile.Squarify(shares, space).SelectMany(one => one.Share.Parts.Count == 0 ? [one] : Place(one.Share.Parts, one.Tile));
}
