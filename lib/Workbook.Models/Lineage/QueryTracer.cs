using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage;

/// <summary>A query's columns, from the inside out: FROM, the select list, then what decides about rows.</summary>
internal static class QueryTracer
{
    internal static TracedQuery Of(TraceContext context, JsonNode node, CommonTable? known, Scope? outer)
    {
        foreach (var entry in node["cte_map"]?.Items("map") ?? [])
            known = Define(context, entry, known, outer);

        var query = node.Text("type") switch
        {
            "SELECT_NODE" => Select(context, node, known, outer),
            "SET_OPERATION_NODE" => SetOperation.Of(context, node, known, outer),
            "RECURSIVE_CTE_NODE" => Recursive(context, node, known, outer, []),
            "CTE_NODE" => Of(context, node["child"]!, Named(node.Text("cte_name"), () => Of(context, node["query"]!, known, outer), known), outer),
            var other => Unknown($"The lineage of {other} isn't known."),
        };
        return node.Text("type") == "SELECT_NODE" ? query : Ordered(context, node, query, known, outer);
    }

    internal static TracedQuery Unknown(string reason) => new([], OpenColumns.Unknown(reason), ValueTrace.Nothing);

    private static CommonTable Define(TraceContext context, JsonNode entry, CommonTable? before, Scope? outer)
    {
        var definition = entry["value"]!;
        var names = definition.Items("aliases").Select(name => (string)name!).ToArray();
        var node = definition["query"]!["node"]!;
        return Named(
            entry.Text("key"),
            () => node.Text("type") == "RECURSIVE_CTE_NODE"
                ? Recursive(context, node, before, outer, names)
                : Of(context, node, before, outer).Renamed(names),
            before);
    }

    private static CommonTable Named(string name, Func<TracedQuery> query, CommonTable? before) => new(name, new Lazy<TracedQuery>(query), before);

    /// <summary>The recursive part is traced again until it adds nothing: sources only grow, and there are finitely many.</summary>
    private static TracedQuery Recursive(TraceContext context, JsonNode node, CommonTable? known, Scope? outer, string[] names)
    {
        var query = Of(context, node["left"]!, known, outer).Renamed(names);
        while (true)
        {
            var soFar = query;
            var step = Of(context, node["right"]!, Named(node.Text("cte_name"), () => soFar, known), outer);
            query = SetOperation.ByPosition(soFar, step);
            if (query.Columns.Zip(soFar.Columns).All(pair => pair.Second.Trace.Covers(pair.First.Trace)) && soFar.Filter.Covers(query.Filter))
                return query;
        }
    }

    private static TracedQuery Select(TraceContext context, JsonNode node, CommonTable? known, Scope? outer)
    {
        var from = FromTracer.Of(context, node["from_table"], known, outer);
        var aliases = new Dictionary<string, ValueTrace>(StringComparer.OrdinalIgnoreCase);
        var scope = new Scope(from, outer, known, aliases);
        var list = new SelectList(context, scope, aliases);
        foreach (var item in node.Items("select_list"))
            list.Add(item);

        var output = new TracedQuery(list.Columns, list.Open, ValueTrace.Nothing);
        var filters = new List<ValueTrace>([from.Filter, .. list.Unnested]);
        foreach (var clause in new[] { "where_clause", "having", "qualify" })
            if (node[clause] is JsonObject condition)
                filters.Add(ExpressionTracer.Of(context, condition, scope).AsFilter());
        filters.AddRange(node.Items("group_expressions").Select(group => Position(group, output) ?? ExpressionTracer.Of(context, group, scope)));
        if (node.Text("aggregate_handling") == "FORCE_AGGREGATES")
            filters.AddRange(output.Columns.Select(column => column.Trace).Where(trace => trace.Kind != ColumnTransformation.Aggregation));
        filters.AddRange(Modifiers(context, node, output, scope));
        return output with { Filter = ValueTrace.Union(filters.Select(filter => filter.AsFilter())) with { Kind = ColumnTransformation.Constant } };
    }

    private static TracedQuery Ordered(TraceContext context, JsonNode node, TracedQuery query, CommonTable? known, Scope? outer)
    {
        var scope = new Scope(FromClause.Of(new BoundTable(null, null, "", query.Columns, query.Open), ValueTrace.Nothing), outer, known);
        var filters = Modifiers(context, node, query, scope).Select(trace => trace.AsFilter());
        return query with { Filter = ValueTrace.Union([query.Filter, .. filters]) };
    }

    /// <summary>ORDER BY, DISTINCT ON and LIMIT. A whole-row DISTINCT isn't counted: it would name every column.</summary>
    private static IEnumerable<ValueTrace> Modifiers(TraceContext context, JsonNode node, TracedQuery output, Scope scope)
    {
        foreach (var modifier in node.Items("modifiers"))
        {
            var expressions = modifier.Items("orders").Select(order => order["expression"]!).Concat(modifier.Items("distinct_on_targets"));
            foreach (var expression in expressions)
                yield return Position(expression, output) ?? Named(expression, output) ?? ExpressionTracer.Of(context, expression, scope);
            foreach (var bound in new[] { "limit", "offset" })
                if (modifier[bound] is JsonObject limit) yield return ExpressionTracer.Of(context, limit, scope);
        }
    }

    private static ValueTrace? Position(JsonNode expression, TracedQuery output) =>
        expression.Text("class") == "CONSTANT" && expression["value"]?["value"] is JsonValue value && value.TryGetValue<int>(out var position)
        && position >= 1 && position <= output.Columns.Count
            ? output.Columns[position - 1].Trace
            : null;

    private static ValueTrace? Named(JsonNode expression, TracedQuery output) =>
        expression.Text("class") == "COLUMN_REF" && SyntaxTree.ColumnParts(expression) is [var name]
            ? output.Columns.FirstOrDefault(column => BoundTable.Same(column.Name, name))?.Trace
            : null;
}
