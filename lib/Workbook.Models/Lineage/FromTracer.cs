using System.Text.Json.Nodes;
using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

internal static class FromTracer
{
    /// <param name="outer">For what stands right of a comma or JOIN, the tables left of it too: any subquery may look at them.</param>
    internal static FromClause Of(TraceContext context, JsonNode? node, CommonTable? known, Scope? outer) => node?.Text("type") switch
    {
        null or "EMPTY" => FromClause.Empty,
        "BASE_TABLE" => Table(context, node, known),
        "SUBQUERY" => Derived(node, QueryTracer.Of(context, node["subquery"]!["node"]!, known, outer)),
        "JOIN" => Joins.Of(context, node, known, outer),
        "TABLE_FUNCTION" => Function(context, node, known, outer),
        "EXPRESSION_LIST" => Values(context, node, known, outer),
        "PIVOT" => Derived(node, Pivots.Of(context, node, known, outer)),
        var other => Derived(node, QueryTracer.Unknown($"The columns of {other} aren't traced.")),
    };

    internal static FromClause Derived(JsonNode node, TracedQuery query, string name = "")
    {
        var renamed = query.Renamed(Renames(node)).AsTable();
        return FromClause.Of(new BoundTable(null, null, node.Text("alias") is { Length: > 0 } alias ? alias : name, renamed.Columns, renamed.Open), query.Filter);
    }

    private static string[] Renames(JsonNode node) => [.. node.Items("column_name_alias").Select(name => (string)name!)];

    private static FromClause Table(TraceContext context, JsonNode node, CommonTable? known)
    {
        var (catalog, schema, name) = (Name(node, "catalog_name"), Name(node, "schema_name"), node.Text("table_name"));
        if (schema is null && CommonTable.Find(known, name) is { } common)
            return Derived(node, common, name);

        var query = Resolved(context.Resolve(catalog, schema, name), $"Nothing is known of the table '{string.Join('.', new[] { catalog, schema, name }.OfType<string>())}'.");
        var aliased = node.Has("alias") && node.Text("alias").Length > 0;
        var clause = Derived(node, query, name);
        return aliased ? clause : FromClause.Of(clause.Tables[0] with { Catalog = catalog, Schema = schema }, clause.Filter);
    }

    private static TracedQuery Resolved(TableColumns? table, string unknown) => table switch
    {
        null => QueryTracer.Unknown(unknown),
        { Columns: null } => new TracedQuery(
            [], new OpenColumns($"The columns of '{table.Relation}' aren't known.", column => ValueTrace.Of(new ColumnReference(table.Relation, column))), ValueTrace.Nothing),
        _ => new TracedQuery(
            [.. table.Columns.Select(column => new NamedTrace(column, ValueTrace.Of(new ColumnReference(table.Relation, column))))], null, ValueTrace.Nothing),
    };

    private static FromClause Function(TraceContext context, JsonNode node, CommonTable? known, Scope? outer)
    {
        var function = node["function"]!;
        var name = function.Text("function_name");
        var arguments = ExpressionTracer.Parts(context, function["children"], new Scope(FromClause.Empty, outer, known)).ToList();
        if (name is "unnest" or "range" or "generate_series")
            return Derived(node, new TracedQuery([new NamedTrace(name, ValueTrace.Over(arguments))], null, ValueTrace.Over(arguments).AsFilter()), name);

        var path = function.Items("children").FirstOrDefault()?["value"]?["value"];
        var query = Resolved(
            path is JsonValue text && text.TryGetValue<string>(out var file) ? context.Resolve(null, null, file) : null,
            $"The columns of {name}(…) aren't known.");
        return Derived(node, query, name);
    }

    private static FromClause Values(TraceContext context, JsonNode node, CommonTable? known, Scope? outer)
    {
        var scope = new Scope(FromClause.Empty, outer, known);
        var rows = node.Items("values").Select(row => row.AsArray().Select(value => ExpressionTracer.Of(context, value!, scope)).ToList()).ToList();
        var columns = rows.Aggregate((one, other) => [.. one.Zip(other, ValueTrace.Either)]);
        return Derived(node, new TracedQuery([.. columns.Select((trace, at) => new NamedTrace($"col{at}", trace))], null, ValueTrace.Nothing), "valueslist");
    }

    private static string? Name(JsonNode node, string field) => node.Text(field) is { Length: > 0 } name ? name : null;
}
