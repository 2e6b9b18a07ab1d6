using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Models.Lineage;

namespace Workbook.Models.Scoring;

/// <summary>
/// Whether a query's columns are whatever a table happens to have. <c>select * from final</c> is none where the common table
/// expression <c>final</c> names its columns.
/// </summary>
internal static class OpenStar
{
    private static readonly string[] Sides = ["left", "right", "child"];

    /// <param name="sql">Null, or what DuckDB's parser can't give as a tree (PIVOT), passes.</param>
    public static bool IsIn(DuckDBConnection connection, string? sql)
    {
        if (sql is null)
            return false;
        try
        {
            return SyntaxTree.Parse(connection, sql)["statements"]![0]!["node"] is { } node && IsOpen(node, new Dictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase));
        }
        catch (WorkbookException)
        {
            return false;
        }
    }

    private static bool IsOpen(JsonNode query, IReadOnlyDictionary<string, JsonNode?> outer)
    {
        var known = new Dictionary<string, JsonNode?>(outer, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in query["cte_map"]?["map"] as JsonArray ?? [])
            known[(string)entry!["key"]!] = entry["value"]?["query"]?["node"];
        return query["select_list"] is JsonArray columns
            ? columns.Any(IsStar) && query["from_table"] is { } from && IsOpenTable(from, known)
            : Sides.Select(side => query[side]).Concat(query["children"] as JsonArray ?? []).Any(side => side is JsonObject && IsOpen(side, known));
    }

    private static bool IsStar(JsonNode? expression) => expression?.Text("class") == "STAR";

    private static bool IsOpenTable(JsonNode table, Dictionary<string, JsonNode?> known) => table.Text("type") switch
    {
        "BASE_TABLE" => table.Text("schema_name").Length > 0 || !known.TryGetValue(table.Text("table_name"), out var query) || query is not null && IsOpen(query, Without(known, table.Text("table_name"))),
        "JOIN" => IsOpenTable(table["left"]!, known) || IsOpenTable(table["right"]!, known),
        "SUBQUERY" => table["subquery"]?["node"] is { } query && IsOpen(query, known),
        _ => false,
    };

    // A recursive one reads itself.
    private static Dictionary<string, JsonNode?> Without(Dictionary<string, JsonNode?> known, string name) => new(known, StringComparer.OrdinalIgnoreCase) { [name] = null };
}
