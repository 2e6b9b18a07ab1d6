using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage;

internal static class ExpressionTracer
{
    internal static ValueTrace Of(TraceContext context, JsonNode expression, Scope scope) => expression.Text("class") switch
    {
        "COLUMN_REF" => scope.Resolve(SyntaxTree.ColumnParts(expression)).Trace,
        "CONSTANT" or "PARAMETER" or "DEFAULT" => ValueTrace.Nothing,
        "STAR" => scope.Star ?? ValueTrace.Over(scope.From.Visible.Select(column => column.Trace)),
        "POSITIONAL_REFERENCE" => Positional(scope, (int)expression["index"]!),
        "SUBQUERY" => Subquery(context, expression, scope),
        "LAMBDA" => Lambda(context, expression, scope),
        "WINDOW" => Window(context, expression, scope),
        "FUNCTION" => Function(context, expression, scope),
        "COLLATE" => Of(context, expression["child"]!, scope),
        _ => ValueTrace.Over(Parts(context, expression, scope)),
    };

    /// <summary>The traces of all expressions directly below, however the node names them.</summary>
    internal static IEnumerable<ValueTrace> Parts(TraceContext context, JsonNode? node, Scope scope) => node switch
    {
        JsonArray items => items.SelectMany(item => Part(context, item, scope)),
        JsonObject fields => fields.SelectMany(field => field.Key is "value" or "cast_type" ? [] : Part(context, field.Value, scope)),
        _ => [],
    };

    private static IEnumerable<ValueTrace> Part(TraceContext context, JsonNode? node, Scope scope) =>
        node is JsonObject expression && expression.ContainsKey("class") ? [Of(context, expression, scope)] : Parts(context, node, scope);

    private static ValueTrace Function(TraceContext context, JsonNode function, Scope scope)
    {
        var values = Parts(context, function["children"], scope);
        var filter = ValueTrace.Union([.. Part(context, function["filter"], scope), .. Parts(context, function["order_bys"], scope)]).AsFilter();
        return ValueTrace.Over(values, context.IsAggregate(function.Text("function_name"))).Under(filter);
    }

    private static ValueTrace Window(TraceContext context, JsonNode window, Scope scope)
    {
        string[] values = ["children", "offset_expr", "default_expr"];
        var value = ValueTrace.Over(values.SelectMany(field => Part(context, window[field], scope)), window.Text("type") == "WINDOW_AGGREGATE");
        var frame = window.AsObject().Where(field => !values.Contains(field.Key)).SelectMany(field => Part(context, field.Value, scope));
        // row_number() has no sources and is no constant.
        return (value.Kind == ColumnTransformation.Aggregation ? value : value with { Kind = ColumnTransformation.Transformation })
            .Under(ValueTrace.Union(frame).AsFilter());
    }

    private static ValueTrace Subquery(TraceContext context, JsonNode expression, Scope scope)
    {
        var query = QueryTracer.Of(context, expression["subquery"]!["node"]!, scope.CommonTables, scope);
        // That there is a row, or none, is all that EXISTS says: its value is made of what decides that.
        if (expression.Text("subquery_type") is "EXISTS" or "NOT_EXISTS")
            return query.Filter with { Kind = ColumnTransformation.Transformation, Sources = query.Filter.Filters, Filters = [] };

        var columns = query.Columns.Select(column => column.Trace).ToList();
        if (query.Open is { } open) columns.Add(ValueTrace.Gap(open.Reason));
        var value = expression.Text("subquery_type") == "SCALAR" && columns.Count == 1
            ? columns[0]
            : ValueTrace.Over([.. columns, .. Part(context, expression["child"], scope)]);
        return value.Under(query.Filter);
    }

    private static ValueTrace Lambda(TraceContext context, JsonNode lambda, Scope scope)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Parameters(lambda["lhs"], names);
        return Of(context, lambda["expr"]!, new Scope(FromClause.Empty, scope, scope.CommonTables, Parameters: names, Star: scope.Star));
    }

    private static void Parameters(JsonNode? node, HashSet<string> names)
    {
        if (node is JsonObject column && column.Text("class") == "COLUMN_REF") names.Add(SyntaxTree.ColumnParts(column)[0]);
        else if (node is JsonObject fields) foreach (var field in fields) Parameters(field.Value, names);
        else if (node is JsonArray items) foreach (var item in items) Parameters(item, names);
    }

    private static ValueTrace Positional(Scope scope, int index) =>
        index >= 1 && index <= scope.From.Visible.Count && scope.From.Tables.All(table => table.Open is null)
            ? scope.From.Visible[index - 1].Trace
            : ValueTrace.Gap($"#{index} counts columns of tables that aren't known.");
}
