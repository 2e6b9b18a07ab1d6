using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage;

/// <summary>The nodes of a dbt manifest (v12) as lineage wants them: each after those that it reads.</summary>
public static class ManifestNodes
{
    /// <param name="catalog">catalog.json, v1; where it knows a relation's columns they are taken from there.</param>
    public static IReadOnlyList<LineageNode> Of(JsonNode manifest, JsonNode? catalog = null)
    {
        string[] groups = ["sources", "nodes", "exposures"];
        var nodes = groups.SelectMany(group => (manifest[group] as JsonObject ?? [])
                .Where(entry => entry.Value is not null)
                .Select(entry => Node(entry.Key, entry.Value!, catalog?[group == "sources" ? "sources" : "nodes"]?[entry.Key])))
            .ToDictionary(node => node.Id, StringComparer.Ordinal);

        var ordered = new List<LineageNode>(nodes.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Visit(LineageNode node)
        {
            if (!seen.Add(node.Id)) return;
            foreach (var parent in node.DependsOn)
                if (nodes.TryGetValue(parent, out var found)) Visit(found);
            ordered.Add(node);
        }

        foreach (var node in nodes.Values) Visit(node);
        return ordered;
    }

    private static LineageNode Node(string id, JsonNode node, JsonNode? catalog)
    {
        var kind = (string?)node["resource_type"];
        var hasRelation = kind is "source" or "model" or "seed" or "snapshot" && (string?)node["config"]?["materialized"] != "ephemeral";
        var relation = hasRelation
            ? new Relation((string?)node["database"] ?? "", (string?)node["schema"] ?? "", (string?)(kind == "source" ? node["identifier"] : node["alias"]) ?? "")
            : null;
        var sql = (string?)node["compiled_code"] is { Length: > 0 } compiled && (string?)node["language"] != "python" && kind != "seed" ? compiled : null;
        return new LineageNode(
            id, relation, sql, Columns(kind, node, catalog),
            [.. (node["depends_on"]?["nodes"] as JsonArray ?? []).Select(parent => (string)parent!)],
            (string?)node["config"]?["location"] ?? (string?)node["meta"]?["external_location"]);
    }

    /// <summary>A source or seed without a catalog has what is written of it; a model's columns follow from its SQL.</summary>
    private static List<string>? Columns(string? kind, JsonNode node, JsonNode? catalog)
    {
        if (catalog?["columns"] is JsonObject { Count: > 0 } typed)
            return [.. typed.OrderBy(column => int.Parse(column.Value?["index"]?.ToJsonString() ?? "0", CultureInfo.InvariantCulture)).Select(column => column.Key)];
        return kind is "source" or "seed" && node["columns"] is JsonObject { Count: > 0 } written ? [.. written.Select(column => column.Key)] : null;
    }
}
