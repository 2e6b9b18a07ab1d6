using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>A ring for each level, the outermost parts in the middle; each part's own parts lie around it.</summary>
internal sealed record Sunburst(IReadOnlyList<Share> Shares) : Picture
{
    private const double Middle = 0.5;
    private const string Nothing = "rgba(0,0,0,0)";

    public override string Name => "A sunburst";

    public override int Height => 480;

    public override Drawing Draw(Chart chart)
    {
        var whole = Shares.Sum(share => share.Value);
        var levels = new List<IReadOnlyList<Share>> { Shares };
        while (levels[^1].Any(share => share.Parts.Count > 0))
            levels.Add([.. levels[^1].SelectMany(Below)]);
        var rings = levels.Count + Middle;
        return new([.. levels.Select((level, index) => Ring(chart, level, (index + Middle) / (index + 1 + Middle), (index + 1 + Middle) / rings, index, whole))],
            new() { ["showlegend"] = false });

        // A part that ends early keeps its angle in the rings outside, as a gap.
        static IEnumerable<Share> Below(Share share) => share.Parts.Count == 0 ? [share with { Place = [] }] : share.Parts;
    }

    private static JsonObject Ring(Chart chart, IReadOnlyList<Share> parts, double hole, double size, int depth, double whole)
    {
        var (from, to) = ((1 - size) / 2, (1 + size) / 2);
        bool IsGap(Share share) => share.Place.Count == 0;
        return new()
        {
            ["type"] = "pie", ["hole"] = Round(hole), ["sort"] = false, ["direction"] = "clockwise",
            ["domain"] = new JsonObject { ["x"] = Array([from, to]), ["y"] = Array([from, to]) },
            // The whole path: plotly would make one slice of two that are called the same.
            ["labels"] = Array(parts.Select((part, index) => IsGap(part) ? $"gap {index}" : part.Path)), ["values"] = Array(parts.Select(part => part.Value)),
            ["text"] = Array(parts.Select(part => IsGap(part) ? "" : part.Label)), ["textinfo"] = "text", ["textposition"] = "inside", ["insidetextorientation"] = "auto",
            ["hovertext"] = Array(parts.Select(part => IsGap(part) ? "" : $"{part.Path}<br>{Unit.Format(part.Value, chart.Unit)} ({Percent(whole > 0 ? part.Value / whole : 0)})")),
            ["hoverinfo"] = "text",
            ["marker"] = new JsonObject
            {
                ["colors"] = Array(parts.Select(part => IsGap(part) ? Nothing : Lighter(Color(chart, part.Group), depth))),
                ["line"] = new JsonObject { ["color"] = chart.Template.Background ?? "#ffffff", ["width"] = 1 },
            },
        };
    }

    /// <summary>Nearer to white with each ring outwards.</summary>
    private static string Lighter(string color, int depth)
    {
        if (depth == 0 || color.Length != 7 || color[0] != '#')
            return color;
        var keep = Math.Pow(0.72, depth);
        var channels = Enumerable.Range(0, 3).Select(index => Convert.ToInt32(color.Substring(1 + (2 * index), 2), 16));
        return "#" + string.Concat(channels.Select(channel => ((int)Math.Round(255 - ((255 - channel) * keep))).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
