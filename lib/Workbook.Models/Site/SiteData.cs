using System.Text.Json.Nodes;
using Workbook.Models.Lineage;
using Workbook.Models.Project;

namespace Workbook.Models.Site;

/// <summary>What the page's script needs of the artifacts, and no more.</summary>
internal static class SiteData
{
    private static readonly string[] Shown = ["model", "source", "seed", "snapshot", "test", "unit_test", "exposure", "analysis", "macro"];

    internal static JsonObject Of(SiteInput input)
    {
        var manifest = input.Manifest;
        var project = Text(manifest["metadata"], "project_name");
        var results = Results(input);
        var nodes = Resources(manifest, project).ToDictionary(
            node => Text(node, "unique_id"), node => SiteNode.Of(node, input, results), StringComparer.Ordinal);
        Connect(nodes);
        return new JsonObject
        {
            ["project"] = new JsonObject
            {
                ["name"] = project,
                ["overview"] = SiteMarkdown.Html(Overview(manifest, project) ?? input.Readme),
                ["generated"] = Text(manifest["metadata"], "generated_at"),
                ["adapter"] = Text(manifest["metadata"], "adapter_type"),
            },
            ["run"] = Run(input.RunResults),
            ["nodes"] = new JsonArray([.. nodes.Values]),
            ["columnEdges"] = Edges(input.Lineage, nodes),
            ["gaps"] = new JsonArray([.. (input.Lineage?.Gaps ?? []).Select(gap => new JsonArray(gap.Id, gap.Column, gap.Reason))]),
        };
    }

    internal static string Text(JsonNode? node, string field) => (string?)node?[field] ?? "";

    internal static IEnumerable<JsonNode> Values(JsonNode? node) => (node as JsonObject)?.Select(entry => entry.Value).OfType<JsonNode>() ?? [];

    internal static IEnumerable<string> Texts(JsonNode? node) => (node as JsonArray)?.Select(item => item?.ToString()).OfType<string>() ?? [];

    /// <summary>Macros of the adapter and of dbt itself are left out: they are documented where they come from.</summary>
    private static IEnumerable<JsonNode> Resources(JsonNode manifest, string project)
    {
        string[] groups = ["nodes", "sources", "exposures", "unit_tests"];
        var nodes = groups.SelectMany(group => Values(manifest[group])).Where(node => Shown.Contains(Text(node, "resource_type"))).ToList();
        var used = nodes.SelectMany(node => Texts(node["depends_on"]?["macros"])).ToHashSet(StringComparer.Ordinal);
        var macros = Values(manifest["macros"]).Where(macro =>
            Text(macro, "package_name") == project ||
            used.Contains(Text(macro, "unique_id")) && Text(macro, "package_name") is not ("dbt" or "dbt_duckdb"));
        return nodes.Concat(macros);
    }

    private static string? Overview(JsonNode manifest, string project) =>
        Values(manifest["docs"]).Where(doc => Text(doc, "name") == "__overview__")
            .OrderByDescending(doc => Text(doc, "package_name") == project)
            .Select(doc => Text(doc, "block_contents")).FirstOrDefault();

    private static Dictionary<string, JsonNode> Results(SiteInput input)
    {
        var results = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var result in (input.RunResults?["results"] as JsonArray ?? []).Concat(input.Sources?["results"] as JsonArray ?? []).OfType<JsonNode>())
            results[Text(result, "unique_id")] = result;
        return results;
    }

    private static JsonObject? Run(JsonNode? results) => results is null ? null : new JsonObject
    {
        ["at"] = Text(results["metadata"], "generated_at"),
        ["seconds"] = results["elapsed_time"]?.DeepClone(),
        ["command"] = Text(results["args"], "which"),
    };

    /// <summary>Parents by id become pairs of parents and children, and tests find the column that they are of.</summary>
    private static void Connect(Dictionary<string, JsonObject> nodes)
    {
        foreach (var (id, node) in nodes)
        {
            var parents = Texts(node["parents"]).Where(nodes.ContainsKey).Distinct().ToList();
            node["parents"] = new JsonArray([.. parents.Select(parent => JsonValue.Create(parent))]);
            foreach (var parent in parents) Add(nodes[parent], "children", id);
            if (Text(node, "kind") is not ("test" or "unit_test")) continue;

            var attached = Text(node, "attached") is { Length: > 0 } one ? [one] : parents;
            foreach (var tested in attached.Where(nodes.ContainsKey))
            {
                var column = (nodes[tested]["columns"] as JsonArray)?.FirstOrDefault(
                    found => string.Equals(Text(found, "name"), Text(node, "column"), StringComparison.OrdinalIgnoreCase));
                Add(column as JsonObject ?? nodes[tested], "tests", id);
            }
        }
    }

    private static void Add(JsonObject node, string list, string id)
    {
        if (node[list] is not JsonArray ids) node[list] = ids = [];
        ids.Add(id);
    }

    /// <summary>By place in the list of nodes: there are thousands of them, and ids are long.</summary>
    private static JsonArray Edges(LineageGraph? graph, Dictionary<string, JsonObject> nodes)
    {
        var place = nodes.Keys.Select((id, at) => (id, at)).ToDictionary(entry => entry.id, entry => entry.at, StringComparer.Ordinal);
        return new JsonArray([.. (graph?.Edges ?? [])
            .Where(edge => edge.Column is not null && place.ContainsKey(edge.To) && place.ContainsKey(edge.From.Relation))
            .Select(edge => new JsonArray(
                place[edge.From.Relation], edge.From.Column, place[edge.To], edge.Column, edge.Use == LineageUse.Filter ? "filter" : edge.Kind.ToString().ToLowerInvariant()))]);
    }
}
