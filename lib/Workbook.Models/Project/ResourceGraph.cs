namespace Workbook.Models.Project;

/// <summary>What depends on what, by unique ids.</summary>
public sealed class ResourceGraph
{
    private readonly Dictionary<string, SortedSet<string>> _parents;
    private readonly Dictionary<string, SortedSet<string>> _children;

    /// <exception cref="WorkbookException">Something depends on itself; the message shows the circle.</exception>
    internal ResourceGraph(IEnumerable<DbtResource> resources)
    {
        _parents = resources.ToDictionary(resource => resource.UniqueId, resource => resource.DependsOn, StringComparer.Ordinal);
        _children = _parents.Keys.ToDictionary(id => id, _ => new SortedSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (id, parents) in _parents)
            foreach (var parent in parents)
                _children[parent].Add(id);
        Order = Sort();
    }

    /// <summary>Every id after all that it depends on; ties by id, so that the order is always the same.</summary>
    public IReadOnlyList<string> Order { get; }

    /// <summary>What it reads itself: <c>parent_map</c> of the manifest.</summary>
    /// <exception cref="KeyNotFoundException">There is no such resource.</exception>
    public IReadOnlyCollection<string> Parents(string id) => _parents[id];

    /// <summary>What reads it itself, tests among them: <c>child_map</c> of the manifest.</summary>
    /// <exception cref="KeyNotFoundException">There is no such resource.</exception>
    public IReadOnlyCollection<string> Children(string id) => _children[id];

    /// <param name="depth">How many steps; all by default.</param>
    public HashSet<string> Ancestors(string id, int depth = int.MaxValue) => Reach(id, _parents, depth);

    /// <param name="depth">How many steps; all by default.</param>
    public HashSet<string> Descendants(string id, int depth = int.MaxValue) => Reach(id, _children, depth);

    private static HashSet<string> Reach(string start, Dictionary<string, SortedSet<string>> edges, int depth)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var edge = new List<string> { start };
        for (var step = 0; step < depth && edge.Count > 0; step++)
            edge = [.. edge.SelectMany(id => edges[id]).Where(reached.Add)];
        return reached;
    }

    private List<string> Sort()
    {
        var waiting = _parents.ToDictionary(entry => entry.Key, entry => entry.Value.Count, StringComparer.Ordinal);
        var ready = new SortedSet<string>(waiting.Where(entry => entry.Value == 0).Select(entry => entry.Key), StringComparer.Ordinal);
        var order = new List<string>(waiting.Count);
        while (ready.Min is { } id)
        {
            ready.Remove(id);
            order.Add(id);
            foreach (var child in _children[id])
                if (--waiting[child] == 0)
                    ready.Add(child);
        }
        return order.Count == _parents.Count ? order : throw new WorkbookException($"These depend on each other in a circle: {string.Join(" → ", Circle(order))}. Take one of the references out.");
    }

    private List<string> Circle(IEnumerable<string> sorted)
    {
        var rest = _parents.Keys.Except(sorted).ToHashSet(StringComparer.Ordinal);
        // Whatever is left has a parent that is left: going up must come round.
        var path = new List<string> { rest.Order(StringComparer.Ordinal).First() };
        while (true)
        {
            var next = _parents[path[^1]].First(rest.Contains);
            var seen = path.IndexOf(next);
            path.Add(next);
            if (seen >= 0)
                return [.. path.Skip(seen).Reverse()];
        }
    }
}
