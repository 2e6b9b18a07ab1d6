using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

/// <param name="Use">Filter where only the column's rows depend.</param>
public sealed record AffectedColumn(string Column, LineageUse Use);

/// <summary>A node that is affected, and what is affected through it. A node stands once, below the nearest that leads to it.</summary>
/// <param name="Columns">Empty for tests and exposures.</param>
/// <param name="Use">Direct if any column or the node itself is affected directly.</param>
public sealed record AffectedNode(string Id, LineageUse Use, IReadOnlyList<AffectedColumn> Columns, IReadOnlyList<AffectedNode> Downstream);

/// <param name="Unclear">Gaps of nodes that read something affected: they may be affected in ways that aren't shown.</param>
public sealed record Impact(ColumnReference Column, IReadOnlyList<AffectedNode> Affected, IReadOnlyList<LineageGap> Unclear)
{
    /// <summary>Every affected node once, each before those below it.</summary>
    public IEnumerable<AffectedNode> All => Below(Affected);

    private static IEnumerable<AffectedNode> Below(IEnumerable<AffectedNode> nodes) => nodes.SelectMany(node => Below(node.Downstream).Prepend(node));

    /// <summary>As an indented tree, one node a line; tests of which only the rows depend are counted, as every test downstream of a join is one.</summary>
    public override string ToString() => ImpactText.Of(this);
}

internal static class ImpactTree
{
    internal static Impact Of(LineageGraph graph, ColumnReference start)
    {
        var uses = graph.Downstream(start.Relation, start.Column);
        var columns = uses.ToLookup(use => use.Column.Relation);
        var parents = new Dictionary<string, (string Parent, LineageUse Use)>(StringComparer.Ordinal);
        // Nearest first, so a node hangs below the first that reaches it.
        foreach (var use in uses.Prepend(new ColumnUse(start, LineageUse.Direct, 0)))
            foreach (var edge in graph.EdgesFrom(use.Column).Where(edge => edge.To != start.Relation))
            {
                var reached = edge.Use == LineageUse.Filter ? edge.Use : use.Use;
                var known = parents.TryGetValue(edge.To, out var parent);
                if (!known) parents[edge.To] = (use.Column.Relation, reached);
                else if (reached < parent.Use) parents[edge.To] = (parent.Parent, reached);
            }

        var children = parents.ToLookup(pair => pair.Value.Parent, pair => pair.Key);
        AffectedNode Node(string id) => new(
            id, parents[id].Use,
            [.. columns[id].Select(use => new AffectedColumn(use.Column.Column, use.Use))],
            [.. children[id].Order(StringComparer.Ordinal).Select(Node)]);

        var affected = parents.Keys.Append(start.Relation).ToHashSet(StringComparer.Ordinal);
        var unclear = graph.Gaps.Where(gap => graph.Nodes.Any(node => node.Id == gap.Id && node.DependsOn.Any(affected.Contains)));
        return new Impact(start, [.. children[start.Relation].Order(StringComparer.Ordinal).Select(Node)], [.. unclear]);
    }
}

internal static class ImpactText
{
    internal static string Of(Impact impact)
    {
        var lines = new List<string> { impact.Column.ToString() };
        Add(lines, impact.Affected, "");
        if (impact.Affected.Count == 0) lines.Add("  nothing reads it");
        lines.AddRange(impact.Unclear.Select(gap => $"? {gap.Id}{(gap.Column is null ? "" : "." + gap.Column)}: {gap.Reason}"));
        return string.Join(Environment.NewLine, lines);
    }

    private static void Add(List<string> lines, IReadOnlyList<AffectedNode> nodes, string indent)
    {
        var shown = nodes.Where(node => !IsRemoteTest(node)).ToList();
        var counted = nodes.Count - shown.Count;
        for (var at = 0; at < shown.Count; at++)
        {
            var last = at == shown.Count - 1 && counted == 0;
            lines.Add($"{indent}{(last ? "└─ " : "├─ ")}{shown[at].Id}{Columns(shown[at])}");
            Add(lines, shown[at].Downstream, indent + (last ? "   " : "│  "));
        }
        if (counted > 0) lines.Add($"{indent}└─ {counted} {(counted == 1 ? "test" : "tests")} (filter: which rows)");
    }

    private static bool IsRemoteTest(AffectedNode node) => node.Use == LineageUse.Filter && LineageNode.IsTestId(node.Id);

    private static string Columns(AffectedNode node)
    {
        var direct = node.Columns.Where(column => column.Use == LineageUse.Direct).Select(column => column.Column).ToList();
        return direct.Count > 0 ? $": {string.Join(", ", direct)}" : node.Use == LineageUse.Filter ? " (filter: which rows)" : "";
    }
}
