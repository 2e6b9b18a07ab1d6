using System.Text.Json;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Models.Lineage;

/// <summary>The statement as DuckDB's own parser sees it.</summary>
public static class SyntaxTree
{
    // Each term of a + b + c + … is two levels deeper; the engine itself stops at 1,000 terms.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 8192 };

    /// <exception cref="WorkbookException">It doesn't parse, or isn't one SELECT.</exception>
    public static JsonObject Parse(DuckDBConnection connection, string sql)
    {
        var tree = JsonNode.Parse(connection.Scalar<string>($"SELECT json_serialize_sql({Sql.Literal(sql)})::VARCHAR"), documentOptions: Deep)!.AsObject();
        if ((bool)tree["error"]!)
            throw new WorkbookException(Refusal(tree, sql));
        var statements = tree["statements"]!.AsArray();
        return statements.Count == 1
            ? tree
            : throw new WorkbookException($"The lineage of {statements.Count} statements was asked for where one SELECT was expected: {Shortened(sql)}");
    }

    /// <summary>The expression as SQL, which is also the name that DuckDB gives its column.</summary>
    public static string Text(DuckDBConnection connection, JsonObject selectOne, JsonNode expression) =>
        Deserialized(connection, Select(selectOne, expression))["SELECT ".Length..];

    /// <summary>The texts of a list that the expression yields.</summary>
    internal static List<string> Evaluate(DuckDBConnection connection, JsonObject selectOne, JsonNode expression) =>
        connection.Query($"SELECT unnest(({Deserialized(connection, Select(selectOne, expression))}))::VARCHAR", row => row.GetString(0));

    /// <summary>Whether the property is there, and no empty list.</summary>
    public static bool Has(this JsonNode node, string property) =>
        node[property] is { } value && value is not JsonArray { Count: 0 };

    /// <summary>The property's list; empty where it is none.</summary>
    public static IEnumerable<JsonNode> Items(this JsonNode node, string property) =>
        node[property] is JsonArray array ? array.OfType<JsonNode>() : [];

    /// <summary>The property's text; empty where it is none.</summary>
    public static string Text(this JsonNode node, string property) => node[property] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>A column reference by its parts: <c>t.amount</c> is t, amount.</summary>
    public static string[] ColumnParts(JsonNode column) => [.. column.Items("column_names").Select(part => (string)part!)];

    internal static string Shortened(string sql) => sql.Length <= 200 ? sql.Trim() : sql.Trim()[..200] + " …";

    private static string Deserialized(DuckDBConnection connection, JsonObject statement) =>
        connection.Scalar<string>($"SELECT json_deserialize_sql({Sql.Literal(statement.ToJsonString(new JsonSerializerOptions { MaxDepth = 8192 }))}::JSON)");

    /// <summary>SELECT of just the expression, made from the parsed SELECT 1, so that it has whatever fields this release asks for.</summary>
    private static JsonObject Select(JsonObject selectOne, JsonNode expression)
    {
        var statement = selectOne.DeepClone().AsObject();
        statement["statements"]![0]!["node"]!["select_list"] = new JsonArray(expression.DeepClone());
        return statement;
    }

    private static string Refusal(JsonObject tree, string sql) =>
        tree.Text("error_type") == "not implemented"
            ? $"Column lineage is for SELECT; DuckDB's parser sees another statement (a PIVOT with values taken from the data is one, too: list them with IN). The statement: {Shortened(sql)}"
            : $"Column lineage needs SQL that parses. {tree.Text("error_message")} The statement: {Shortened(sql)}";
}
