using Workbook.Models.Compilation;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Context;

/// <summary>A relation as templates know it: <c>this</c>, and what <c>ref</c> and <c>source</c> give back.</summary>
/// <param name="text">What stands in the SQL, where that isn't the relation's name: a common table expression, a reader of files.</param>
internal sealed class RelationValue(Relation relation, RelationKind? kind = null, string? text = null) : IJinjaObject
{
    public Relation Relation => relation;

    public RelationKind? Kind => kind;

    public bool TryGetMember(string name, out object? value)
    {
        (var known, value) = name switch
        {
            "database" => (true, (object?)relation.Database),
            "schema" => (true, relation.Schema),
            "identifier" or "name" or "table" => (true, relation.Name),
            "type" => (true, kind?.ToString().ToLowerInvariant()),
            "is_view" => (true, kind is RelationKind.View),
            "is_table" => (true, kind is RelationKind.Table),
            "is_cte" => (true, text?.StartsWith("__dbt__cte__", StringComparison.Ordinal) is true),
            "quote_policy" or "include_policy" => (true, new JinjaDict { ["database"] = true, ["schema"] = true, ["identifier"] = true }),
            "render" => (true, new JinjaFunction(name, _ => ToString())),
            "include" or "quote" => (true, new JinjaFunction(name, Included)),
            "without_identifier" => (true, new JinjaFunction(name, _ => $"{Database.Sql.Identifier(relation.Database)}.{Database.Sql.Identifier(relation.Schema)}")),
            "information_schema" => (true, new JinjaFunction(name, _ => $"{Database.Sql.Identifier(relation.Database)}.information_schema")),
            _ => (false, null),
        };
        return known;
    }

    public override string ToString() => text ?? relation.ToString();

    private string Included(JinjaArguments call)
    {
        var parts = new List<string>();
        foreach (var (part, name) in new[] { ("database", relation.Database), ("schema", relation.Schema), ("identifier", relation.Name) })
            if (!call.Named.TryGetValue(part, out var included) || JinjaValue.IsTrue(included))
                parts.Add(Database.Sql.Identifier(name));
        return string.Join('.', parts);
    }
}
