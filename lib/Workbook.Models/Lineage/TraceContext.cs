using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

/// <summary>What stays the same for all of a statement.</summary>
internal sealed class TraceContext(DuckDBConnection connection, TableResolver resolve)
{
    // Built-in functions are the same in every connection of a process, and users can't add aggregates.
    private static HashSet<string>? Aggregates;

    private readonly JsonObject _selectOne = SyntaxTree.Parse(connection, "SELECT 1");

    internal SortedSet<string> Relations { get; } = new(StringComparer.Ordinal);

    internal bool IsAggregate(string function)
    {
        Aggregates ??= connection.Query(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'", row => row.GetString(0))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Aggregates.Contains(function);
    }

    internal TableColumns? Resolve(string? catalog, string? schema, string table)
    {
        var found = resolve(catalog, schema, table);
        if (found is not null) Relations.Add(found.Relation);
        return found;
    }

    internal string Text(JsonNode expression) => SyntaxTree.Text(connection, _selectOne, expression);

    internal List<string> Evaluate(JsonNode expression) => SyntaxTree.Evaluate(connection, _selectOne, expression);

    /// <summary>A list of texts as an expression.</summary>
    internal JsonNode Literal(IEnumerable<string> texts) =>
        SyntaxTree.Parse(connection, $"SELECT [{string.Join(", ", texts.Select(Sql.Literal))}]")["statements"]![0]!["node"]!["select_list"]![0]!.DeepClone();

    internal List<string> Matching(IEnumerable<string> names, string pattern) => connection.Query(
        $"SELECT name FROM (SELECT unnest([{string.Join(", ", names.Select(Sql.Literal))}]::VARCHAR[]) AS name) WHERE regexp_matches(name, {Sql.Literal(pattern)})",
        row => row.GetString(0));
}
