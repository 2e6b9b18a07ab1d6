using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;
using static Workbook.Models.Artifacts.ArtifactJson;

namespace Workbook.Models.Artifacts;

/// <summary><c>catalog.json</c>, version 1: what the database really has of the project's relations.</summary>
internal static class CatalogArtifact
{
    public static JsonObject Create(ModelProject project, DuckDBConnection connection, Invocation invocation)
    {
        var found = connection.Query("""
            SELECT database_name, schema_name, table_name, 'BASE TABLE', estimated_size FROM duckdb_tables()
            UNION ALL
            SELECT database_name, schema_name, view_name, 'VIEW', NULL FROM duckdb_views() WHERE NOT internal
            """, row => (Relation: new Relation(row.GetString(0), row.GetString(1), row.GetString(2)), Kind: row.GetString(3), Rows: row.Get<long?>(4)))
            .ToDictionary(relation => relation.Relation.ToString().ToLowerInvariant());
        var nodes = new JsonObject();
        foreach (var node in project.Nodes.Values.Where(node => node.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot && node.Relation is not null).OrderBy(node => node.UniqueId, StringComparer.Ordinal))
            if (found.TryGetValue(node.Relation!.ToString().ToLowerInvariant(), out var table))
                nodes[node.UniqueId] = Table(connection, node.UniqueId, node.Relation, node.Relation.ToString(), table.Kind, table.Rows, node.Columns);
        var sources = new JsonObject();
        foreach (var source in project.Sources.Values.OrderBy(source => source.UniqueId, StringComparer.Ordinal))
            if (source.ExternalLocation is not null || found.ContainsKey(source.Relation.ToString().ToLowerInvariant()))
                sources[source.UniqueId] = Table(connection, source.UniqueId, source.Relation, source.Sql, source.ExternalLocation is null ? "BASE TABLE" : "EXTERNAL", null, source.Columns);
        return new JsonObject
        {
            ["metadata"] = Metadata("catalog/v1", invocation.Id, invocation.StartedAt),
            ["nodes"] = nodes,
            ["sources"] = sources,
            ["errors"] = null,
        };
    }

    private static JsonObject Table(
        DuckDBConnection connection, string id, Relation relation, string sql, string kind, long? rows, IReadOnlyList<ColumnProperties> described)
    {
        var comments = described.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Name, column => column.Description, StringComparer.OrdinalIgnoreCase);
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["type"] = kind, ["schema"] = relation.Schema, ["name"] = relation.Name, ["database"] = relation.Database, ["comment"] = null, ["owner"] = null },
            ["columns"] = Columns(connection, sql, comments),
            ["stats"] = Statistics(rows),
            ["unique_id"] = id,
        };
    }

    private static JsonObject Columns(DuckDBConnection connection, string sql, Dictionary<string, string> comments)
    {
        try
        {
            return new JsonObject(connection.Query($"DESCRIBE SELECT * FROM {sql}", row => (Name: row.GetString(0), Type: row.GetString(1)))
                .Index().Select(column => KeyValuePair.Create(column.Item.Name, (JsonNode?)new JsonObject
                {
                    ["type"] = column.Item.Type,
                    ["index"] = column.Index + 1,
                    ["name"] = column.Item.Name,
                    ["comment"] = comments.GetValueOrDefault(column.Item.Name),
                })));
        }
        catch (DuckDBException)
        {
            // Files that aren't there yet: the catalogue says what is.
            return [];
        }
    }

    private static JsonObject Statistics(long? rows)
    {
        var statistics = new JsonObject { ["has_stats"] = Statistic("has_stats", "Has stats", rows is not null, "Whether figures are known", false) };
        if (rows is { } count)
            statistics["row_count"] = Statistic("row_count", "Rows", count, "Rows in the table", true);
        return statistics;
    }

    private static JsonObject Statistic(string id, string label, JsonNode value, string description, bool include) => new()
    {
        ["id"] = id, ["label"] = label, ["value"] = value, ["include"] = include, ["description"] = description,
    };
}
