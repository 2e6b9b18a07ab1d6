using System.Globalization;
using System.Text.Json.Nodes;
using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

/// <summary>The nodes of a dbt manifest (v12) as lineage wants them: each after those that it reads.</summary>
internal static class ManifestNodes
{
    /// <param name="catalog">catalog.json, v1; where it knows a relation's columns they are taken from there.</param>
    /// <param name="runResults">run_results.json, v6: the compiled SQL of what ran, where the manifest doesn't hold it.</param>
    public static IReadOnlyList<LineageNode> Of(JsonNode manifest, JsonNode? catalog = null, JsonNode? runResults = null)
    {
        var compiled = (runResults?["results"] as JsonArray ?? []).OfType<JsonNode>()
            .Where(result => (string?)result["compiled_code"] is { Length: > 0 })
            .ToLookup(result => (string?)result["unique_id"] ?? "", result => (string)result["compiled_code"]!);
        string[] groups = ["sources", "nodes", "exposures"];
        var nodes = groups.SelectMany(group => (manifest[group] as JsonObject ?? [])
                .Where(entry => entry.Value is not null)
                .Select(entry => Node(entry.Key, entry.Value!, catalog?[group == "sources" ? "sources" : "nodes"]?[entry.Key], compiled[entry.Key].LastOrDefault())))
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

    private static LineageNode Node(string id, JsonNode node, JsonNode? catalog, string? ran)
    {
        var kind = (string?)node["resource_type"];
        var hasRelation = kind is "source" or "model" or "seed" or "snapshot" && (string?)node["config"]?["materialized"] != "ephemeral";
        var relation = hasRelation
            ? new Relation((string?)node["database"] ?? "", (string?)node["schema"] ?? "", (string?)(kind == "source" ? node["identifier"] : node["alias"]) ?? "")
            : null;
        var compiled = (string?)node["compiled_code"] is { Length: > 0 } written ? written : ran;
        var sql = (string?)node["language"] != "python" && kind != "seed" ? compiled : null;
        return new LineageNode(
            id, relation, sql, Columns(kind, node, catalog),
            [.. (node["depends_on"]?["nodes"] as JsonArray ?? []).Select(parent => (string)parent!)],
            (string?)node["config"]?["location"] ?? File((string?)node["relation_name"]),
            kind == "snapshot" ? Added(node["config"]) : null);
    }

    /// <summary>A snapshot may call its columns otherwise; one that records deletes as rows has one more.</summary>
    private static List<string> Added(JsonNode? config)
    {
        var names = LineageNode.SnapshotColumns.Concat((string?)config?["hard_deletes"] == "new_record" ? ["dbt_is_deleted"] : []);
        return [.. names.Select(name => (string?)config?["snapshot_meta_column_names"]?[name] ?? name)];
    }

    /// <summary>An external source's relation is a call such as read_parquet('a.parquet'), named by the file within.</summary>
    private static string? File(string? relation) =>
        relation is not null && !relation.StartsWith('"') && relation.Split('\'') is [_, var file, ..] ? file : null;

    /// <summary>A source or seed without a catalog has what is written of it; a model's columns follow from its SQL.</summary>
    private static List<string>? Columns(string? kind, JsonNode node, JsonNode? catalog)
    {
        if (catalog?["columns"] is JsonObject { Count: > 0 } typed)
            return [.. typed.OrderBy(column => int.Parse(column.Value?["index"]?.ToJsonString() ?? "0", CultureInfo.InvariantCulture)).Select(column => column.Key)];
        return kind is "source" or "seed" && node["columns"] is JsonObject { Count: > 0 } written ? [.. written.Select(column => column.Key)] : null;
    }
}
