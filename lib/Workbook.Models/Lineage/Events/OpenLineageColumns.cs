using System.Text.Json.Nodes;
using Workbook.Models.Project;

namespace Workbook.Models.Lineage.Events;

/// <summary>Sources are DIRECT. A filter of every column is one of the dataset, else it is INDIRECT for its column.</summary>
internal static class OpenLineageColumns
{
    internal static JsonObject Facet(QueryLineage lineage, IReadOnlyList<OpenLineageDataset> inputs)
    {
        var datasets = inputs.DistinctBy(input => input.Id).ToDictionary(input => input.Id, StringComparer.Ordinal);
        var shared = lineage.Columns.Select(column => column.Filters.AsEnumerable()).Aggregate((IEnumerable<ColumnReference>?)null, (all, own) => all?.Intersect(own) ?? own)?.ToHashSet() ?? [];
        var fields = new JsonObject();
        foreach (var (column, name) in lineage.Columns.Zip(UniqueNames.Of(lineage.Columns.Select(column => column.Column))))
        {
            var own = column.Filters.Where(filter => !shared.Contains(filter) && !column.Sources.Contains(filter));
            var direct = new JsonObject { ["type"] = "DIRECT", ["subtype"] = column.Kind.ToString().ToUpperInvariant() };
            fields[name] = new JsonObject
            {
                ["inputFields"] = new JsonArray([.. Inputs(column.Sources, datasets, direct), .. Inputs(own, datasets, Indirect())]),
            };
        }

        var content = new JsonObject { ["fields"] = fields };
        if (shared.Count > 0)
            content["dataset"] = new JsonArray([.. Inputs(lineage.Columns[0].Filters.Where(shared.Contains), datasets, Indirect())]);
        return OpenLineageFacets.Facet("1-2-0", "ColumnLineageDatasetFacet", content);
    }

    private static JsonObject Indirect() => new() { ["type"] = "INDIRECT" };

    private static IEnumerable<JsonNode> Inputs(
        IEnumerable<ColumnReference> columns, Dictionary<string, OpenLineageDataset> datasets, JsonObject transformation) =>
        columns.Where(column => datasets.ContainsKey(column.Relation)).Select(column => new JsonObject
        {
            ["namespace"] = datasets[column.Relation].Namespace,
            ["name"] = datasets[column.Relation].Name,
            ["field"] = column.Column,
            ["transformations"] = new JsonArray(transformation.DeepClone()),
        });
}
