using System.Text.Json;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Pipelines;

/// <summary>
/// JSON objects as rows, typed by what JSON itself tells apart, over all of them: texts stay texts, whatever they look like,
/// so that a column's type doesn't change with the values that happen to come.
/// </summary>
internal static class JsonRows
{
    private const string MostBytes = "maximum_object_size = 268435456";

    /// <param name="withFile">Adds the column <c>filename</c>.</param>
    /// <returns>The rows' columns; members without a value in any row are left out, since they have no type yet.</returns>
    public static string Relation(DuckDBConnection connection, Resource resource, IReadOnlyList<string> files, bool withFile = false)
    {
        var list = LakePath.Files(files);
        using var structure = JsonDocument.Parse(connection.Scalar<string?>($"SELECT CAST(json_group_structure(json) AS VARCHAR) FROM read_json_objects({list}, {MostBytes})") ?? "{}");
        var columns = structure.RootElement.ValueKind == JsonValueKind.Object ? Members(structure.RootElement) : [];
        if (columns.Count == 0)
            throw resource.Fault($"its JSON has no object with a value; expected one for each row, found {structure.RootElement.GetRawText()}. Look at {files[0]}.");
        return $"read_json({list}, columns = {{{string.Join(", ", columns.Select(column => $"{Sql.Literal(column.Name)}: {Sql.Literal(column.Type)}"))}}}, {MostBytes}{(withFile ? ", filename = true" : "")})";
    }

    private static List<(string Name, string Type)> Members(JsonElement structure) =>
        [.. structure.EnumerateObject().Select(member => (member.Name, Type: Type(member.Value))).Where(member => member.Type is not null).Select(member => (member.Name, member.Type!))];

    /// <summary>DuckDB's type; null where only null, {} or [] came.</summary>
    private static string? Type(JsonElement structure) => structure.ValueKind switch
    {
        JsonValueKind.Array => Type(structure[0]) is { } element ? $"{element}[]" : null,
        JsonValueKind.Object => Members(structure) is { Count: > 0 } members ? $"STRUCT({string.Join(", ", members.Select(member => $"{Sql.Identifier(member.Name)} {member.Type}"))})" : null,
        _ => structure.GetString() switch { "NULL" => null, "UBIGINT" => "BIGINT", var type => type },
    };
}
