using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <param name="Group">Gives the node its colour; null for none.</param>
internal sealed record GraphNode(string Name, string? Group);

/// <summary>
/// Boxes and lines from left to right: each node stands right of all that it depends on, and near their height (Sugiyama,
/// Tagawa, Toda 1981: layers by longest path, order by barycentre).
/// </summary>
internal sealed record LayeredGraph : Picture
{
    private const int Sweeps = 4;

    private readonly IReadOnlyList<GraphNode> _nodes;
    private readonly IReadOnlyList<(int From, int To)> _edges;
    private readonly int[] _layers;

    /// <param name="edges">Places in <paramref name="nodes"/>.</param>
    /// <exception cref="WorkbookException">The edges run in a circle.</exception>
    public LayeredGraph(IReadOnlyList<GraphNode> nodes, IReadOnlyList<(int From, int To)> edges)
    {
        (_nodes, _edges) = (nodes, edges);
        _layers = Layers();
    }

    public override string Name => "A graph";

    public override int Height => Math.Clamp(80 + (44 * _layers.CountBy(layer => layer).Max(layer => layer.Value)), 220, 1_600);

    public override Drawing Draw(Chart chart)
    {
        var heights = Heights();
        var lines = new JsonObject
        {
            ["type"] = "scatter", ["mode"] = "lines", ["hoverinfo"] = "skip", ["showlegend"] = false, ["line"] = new JsonObject { ["color"] = chart.Template.Grid, ["width"] = 1.5 },
            ["x"] = Gaps(_edges.SelectMany(edge => new double?[] { _layers[edge.From], _layers[edge.To], null })),
            ["y"] = Gaps(_edges.SelectMany(edge => new double?[] { heights[edge.From], heights[edge.To], null })),
        };
        var traces = new JsonArray(lines);
        var groups = _nodes.Select(node => node.Group).Distinct().ToList();
        foreach (var (group, index) in groups.Select((group, index) => (group, index)))
        {
            var members = Enumerable.Range(0, _nodes.Count).Where(node => _nodes[node].Group == group).ToList();
            traces.Add(new JsonObject
            {
                ["type"] = "scatter", ["mode"] = "markers+text", ["name"] = group ?? "", ["showlegend"] = groups.Count > 1,
                ["x"] = Array(members.Select(node => (double)_layers[node])), ["y"] = Array(members.Select(node => heights[node])),
                ["text"] = Array(members.Select(node => _nodes[node].Name)), ["textposition"] = "top center", ["textfont"] = new JsonObject { ["size"] = 11 },
                ["hovertext"] = Array(members.Select(Neighbours)), ["hoverinfo"] = "text", ["cliponaxis"] = false,
                ["marker"] = new JsonObject { ["size"] = 12, ["symbol"] = "square", ["color"] = Color(chart, index) },
            });
        }
        var tall = Math.Max(1, heights.Max());
        var legend = new JsonObject { ["orientation"] = "h", ["y"] = -0.05, ["yanchor"] = "top" };
        return new(traces, new() { ["xaxis"] = Bare(-0.6, _layers.Max() + 0.6), ["yaxis"] = Bare(-0.6, tall + 0.8), ["legend"] = legend, ["dragmode"] = false });
    }

    private static JsonArray Gaps(IEnumerable<double?> values) => [.. values.Select(value => value is { } number ? (JsonNode)Round(number) : null)];

    private string Neighbours(int node)
    {
        string Names(IEnumerable<int> nodes) => string.Join(", ", nodes.Select(other => _nodes[other].Name).Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "nothing";
        return $"<b>{_nodes[node].Name}</b><br>reads {Names(From(node))}<br>is read by {Names(_edges.Where(edge => edge.From == node).Select(edge => edge.To))}";
    }

    private IEnumerable<int> From(int node) => _edges.Where(edge => edge.To == node).Select(edge => edge.From);

    private int[] Layers()
    {
        var layers = new int[_nodes.Count];
        for (var round = 0; ; round++)
        {
            var isSettled = true;
            foreach (var (from, to) in _edges.Where(edge => layers[edge.To] <= layers[edge.From]))
            {
                layers[to] = layers[from] + 1;
                isSettled = false;
            }
            if (isSettled)
                return layers;
            if (round > _nodes.Count)
                throw new WorkbookException($"A graph expects edges that lead on, but they run in a circle through '{_nodes[_edges.First(edge => layers[edge.To] > _nodes.Count).To].Name}'.");
        }
    }

    /// <summary>Each layer is centred, its nodes one apart, sorted by where those on the side looked at stand.</summary>
    private double[] Heights()
    {
        var heights = new double[_nodes.Count];
        var layers = Enumerable.Range(0, _nodes.Count).GroupBy(node => _layers[node]).OrderBy(layer => layer.Key).Select(layer => layer.ToList()).ToList();
        var most = layers.Max(layer => layer.Count);
        foreach (var layer in layers)
            Place(layer);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var layer in sweep % 2 == 0 ? layers : Enumerable.Reverse(layers))
                Place([.. layer.OrderBy(Mean(sweep % 2 == 0)).ThenBy(node => node)]);
        }
        return heights;

        void Place(List<int> layer)
        {
            for (var index = 0; index < layer.Count; index++)
                heights[layer[index]] = ((most - layer.Count) / 2.0) + index;
        }

        Func<int, double> Mean(bool lookingLeft) => node =>
            (lookingLeft ? From(node) : _edges.Where(edge => edge.From == node).Select(edge => edge.To)).Select(other => heights[other]).DefaultIfEmpty(heights[node]).Average();
    }
}
