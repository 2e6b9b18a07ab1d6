using Workbook.Charts;
using Workbook.Models.Project;
using Workbook.Models.Selection;

namespace Workbook.Models.Lineage;

/// <summary>The manifest's dependency graph as a picture.</summary>
public static class DependencyChart
{
    /// <summary>Models, seeds, snapshots and sources from left to right, coloured by schema; tests aren't drawn.</summary>
    /// <param name="select">Selectors as the commands take them, such as <c>+fct_sales</c>; all by default. What has no neighbour among the chosen is left out.</param>
    public static Chart Of(ModelProject project, params IReadOnlyList<string> select)
    {
        var chosen = NodeSelector.Select(project, select, [], null).Select(resource => resource.UniqueId).Where(IsData).ToHashSet(StringComparer.Ordinal);
        var edges = project.Graph.Order.Where(chosen.Contains).SelectMany(id => project.Graph.Parents(id).Where(chosen.Contains).Order(StringComparer.Ordinal).Select(parent => (Name(parent), Name(id))));
        var schemas = chosen.ToDictionary(Name, id => project.Resource(id) is SqlNode node ? node.Relation?.Schema ?? "ephemeral" : "source", StringComparer.Ordinal);
        return Chart.Graph(edges, name => schemas[name]);
    }

    private static bool IsData(string id) => id.Split('.')[0] is "model" or "seed" or "snapshot" or "source";

    private static string Name(string id) => id.StartsWith("source.", StringComparison.Ordinal) ? string.Join('.', id.Split('.')[^2..]) : id.Split('.')[2];
}
