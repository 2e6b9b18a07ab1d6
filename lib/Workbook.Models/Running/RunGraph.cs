using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>
/// The chosen nodes and what each waits for: what it reads, directly or across nodes that weren't chosen. In a build a
/// model also waits for the tests of what it reads, so that nothing is built on rows known to be bad.
/// </summary>
internal sealed class RunGraph
{
    private readonly Dictionary<string, HashSet<string>> _parents = new(StringComparer.Ordinal);

    private RunGraph(IReadOnlyList<DbtResource> nodes) => Nodes = nodes;

    /// <summary>In the order in which one thread would take them.</summary>
    public IReadOnlyList<DbtResource> Nodes { get; private set; }

    public IReadOnlyCollection<string> Parents(string id) => _parents[id];

    public static RunGraph Create(ModelProject project, IReadOnlySet<string> chosen, bool testsGate)
    {
        var graph = new RunGraph([]);
        var order = project.Graph.Order.Where(chosen.Contains).ToList();
        foreach (var id in order)
            graph._parents[id] = NearestChosen(project, id, chosen);
        if (testsGate)
            graph.AddGates(project, order);
        graph.Nodes = graph.Sorted(project, order);
        return graph;
    }

    private static HashSet<string> NearestChosen(ModelProject project, string id, IReadOnlySet<string> chosen)
    {
        var (found, seen) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var open = new Stack<string>(project.Graph.Parents(id));
        while (open.TryPop(out var parent))
        {
            if (!seen.Add(parent))
                continue;
            if (chosen.Contains(parent))
                found.Add(parent);
            else
                foreach (var further in project.Graph.Parents(parent))
                    open.Push(further);
        }
        return found;
    }

    private void AddGates(ModelProject project, List<string> order)
    {
        // A unit test is of the model's code and comes before the model is built.
        foreach (var unit in order.Where(project.UnitTests.ContainsKey))
        {
            var model = _parents[unit].FirstOrDefault(parent => project.UnitTests[unit].DependsOn.Contains(parent));
            if (model is null)
                continue;
            _parents[unit].Remove(model);
            _parents[unit].UnionWith(_parents[model].Where(parent => !project.UnitTests.ContainsKey(parent)));
            _parents[model].Add(unit);
        }
        foreach (var test in order.Where(id => project.Nodes.GetValueOrDefault(id)?.Type == ResourceType.Test))
            foreach (var tested in project.Graph.Parents(test))
            {
                var before = project.Graph.Ancestors(tested);
                before.Add(tested);
                if (!before.IsSupersetOf(project.Graph.Parents(test)))
                    continue;
                foreach (var child in order.Where(id => IsBuilt(project, id) && project.Graph.Descendants(tested).Contains(id)))
                    if (project.Graph.Parents(child).Contains(tested) || _parents[child].Contains(tested))
                        _parents[child].Add(test);
            }
    }

    private static bool IsBuilt(ModelProject project, string id) =>
        project.Nodes.GetValueOrDefault(id)?.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot;

    private List<DbtResource> Sorted(ModelProject project, List<string> order)
    {
        var waiting = _parents.ToDictionary(entry => entry.Key, entry => entry.Value.Count, StringComparer.Ordinal);
        var children = order.ToDictionary(id => id, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var (id, parents) in _parents)
            foreach (var parent in parents)
                children[parent].Add(id);
        var rank = order.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        var ready = new SortedSet<int>(order.Where(id => waiting[id] == 0).Select(id => rank[id]));
        var sorted = new List<DbtResource>(order.Count);
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            sorted.Add(project.Resource(order[next]));
            foreach (var child in children[order[next]])
                if (--waiting[child] == 0)
                    ready.Add(rank[child]);
        }
        return sorted;
    }
}
