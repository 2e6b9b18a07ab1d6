using System.Text.RegularExpressions;
using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>
/// The metrics' relationships, active; and those that the models' tests promise besides, active where that leaves one way
/// only between any two tables.
/// </summary>
internal static partial class StarRelationships
{
    public static IReadOnlyList<ModelRelationship> Of(MetricCatalog catalog, IReadOnlyDictionary<string, ModelTable> catalogued, IReadOnlyList<ModelTable> tables, ModelProject project)
    {
        var relationships = catalog.Relationships.Select(edge => new ModelRelationship(
            catalogued[edge.From].Name, Column(edge, catalogued[edge.From], edge.FromColumn), catalogued[edge.To].Name, Column(edge, catalogued[edge.To], edge.ToColumn), IsActive: true)).ToList();
        if (Ambiguity.Find(relationships) is var (from, to))
            throw new WorkbookException($"The metrics' relationships lead from '{from}' to '{to}' in two ways, and Power BI takes one. Take out one of them.");
        foreach (var promised in Promised(tables, project).Where(promised => !relationships.Any(known => Same(known, promised))).ToList())
        {
            var active = promised with { IsActive = true };
            relationships.Add(Ambiguity.Find(relationships.Append(active)) is null ? active : promised);
        }
        return relationships;
    }

    private static string Column(MetricRelationship edge, ModelTable table, string column) => table.Source(column)?.Name
        ?? throw new WorkbookException($"{edge.File}:{edge.Line}: the relationship from '{edge.From}' to '{edge.To}' goes by {column}, but {table.Relation} has no such column.");

    private static IEnumerable<ModelRelationship> Promised(IReadOnlyList<ModelTable> tables, ModelProject project)
    {
        var byModel = tables.Where(table => table.Relation is not null).ToDictionary(table => table.Relation!.Split('.')[^1]);
        foreach (var test in project.Nodes.Values.Select(node => node.Test).Where(test => test is { Name: "relationships", Column: not null })
            .OrderBy(test => test!.AttachedTo, StringComparer.Ordinal).ThenBy(test => test!.Column, StringComparer.Ordinal))
        {
            if (byModel.GetValueOrDefault(test!.AttachedTo.Split('.')[^1]) is not { } from
                || Reference().Match(test.Arguments["to"] as string ?? "") is not { Success: true } reference
                || byModel.GetValueOrDefault(reference.Groups[1].Value) is not { } to || from == to)
                continue;
            if (from.Source(test.Column!) is { } fromColumn && to.Source(test.Arguments["field"] as string ?? "") is { } toColumn)
                yield return new ModelRelationship(from.Name, fromColumn.Name, to.Name, toColumn.Name, IsActive: false);
        }
    }

    private static bool Same(ModelRelationship one, ModelRelationship other) => one with { IsActive = false } == other with { IsActive = false };

    [GeneratedRegex(@"ref\('(\w+)'\)")]
    private static partial Regex Reference();
}
