using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Models.Lineage;
using Workbook.Models.Metrics;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Dax;

/// <summary>
/// Translates an aggregate's SQL, as DuckDB's parser sees it, to DAX over the star. A construct without a translation is an
/// error: a figure is right or not there.
/// </summary>
internal sealed class AggregateDax
{
    private readonly StarNames _names;
    private readonly Metric _metric;
    private readonly RowDax _inFact;
    private readonly RowDax _inFilter;

    private AggregateDax(StarNames names, Metric metric) =>
        (_names, _metric, _inFact, _inFilter) = (names, metric, new RowDax(names, metric, inFact: true), new RowDax(names, metric, inFact: false));

    private string Own => DaxText.Table(_names.Table(_metric.Table!).Name);

    /// <returns>An expression that may use _From and _To, the period's first and last day.</returns>
    /// <exception cref="WorkbookException">The SQL doesn't parse, or has a construct without a translation.</exception>
    public static string Translate(DuckDBConnection connection, StarNames names, Metric metric)
    {
        var sql = metric.Expression!.Replace("{window_start}", RowDax.WindowStart, StringComparison.Ordinal).Replace("{window_end}", RowDax.WindowEnd, StringComparison.Ordinal);
        JsonNode tree;
        try
        {
            tree = SyntaxTree.Parse(connection, $"SELECT {sql}");
        }
        catch (WorkbookException fault)
        {
            throw new WorkbookException($"{metric.File}:{metric.Line}: metric '{metric.Name}' has an expression that isn't SQL: {fault.Message}", fault);
        }
        return new AggregateDax(names, metric).Value(tree["statements"]![0]!["node"]!["select_list"]![0]!);
    }

    private string Value(JsonNode node)
    {
        if (node.Text("class") == "CONSTANT" || node.Text("class") == "COLUMN_REF" && SyntaxTree.ColumnParts(node) is [_])
            return _inFilter.Value(node);
        if (node.Text("class") != "FUNCTION")
            throw _inFact.Unsupported(node);
        if (RowDax.Operator(node) is not null)
            return RowDax.Operation(node, Value);
        if (RowDax.Division(node))
            return DaxText.Call("DIVIDE", Value(node["children"]![0]!), Value(node["children"]![1]!));
        return node.Text("function_name") is "date_diff" or "datediff" ? Days(node) : Aggregate(node);
    }

    private string Aggregate(JsonNode node)
    {
        var name = node.Text("function_name");
        var isDistinct = node["distinct"]?.GetValue<bool>() == true;
        var arguments = node["children"]!.AsArray();
        var argument = arguments.Count > 0 ? arguments[0] : null;
        if (arguments.Count > 1 || isDistinct && name != "count" || argument is null != name is "count_star")
            throw _inFact.Unsupported(node);

        if (name == "count_star")
            return Filtered(DaxText.Call("COUNTROWS", Own), node["filter"]);
        if (isDistinct)
            return Distinct(argument!, node);
        if (SyntaxTree.ColumnParts(argument!) is [var table, var column] && argument!.Text("class") == "COLUMN_REF" && table == _metric.Table)
            return Filtered(DaxText.Call(Function(name, node, _inFact.Column(table, column, node).Kind), _names.Reference(table, column)), node["filter"]);
        return Filtered(DaxText.Call($"{Function(name, node, ModelDataType.Double)}X", Own, _inFact.Value(argument!)), node["filter"]);
    }

    private string Function(string name, JsonNode node, ModelDataType kind) => name switch
    {
        "sum" => "SUM",
        "avg" or "mean" => "AVERAGE",
        "min" => "MIN",
        "max" => "MAX",
        "count" => kind == ModelDataType.Boolean ? "COUNTA" : "COUNT",
        _ => throw _inFact.Unsupported(node),
    };

    /// <summary>A column of another table counts where rows of the metric's own table point at it.</summary>
    private string Distinct(JsonNode argument, JsonNode node)
    {
        if (argument.Text("class") != "COLUMN_REF" || SyntaxTree.ColumnParts(argument) is not [var table, var column])
            throw _inFact.Unsupported(argument);
        _inFact.Column(table, column, argument);
        var count = DaxText.Call("DISTINCTCOUNTNOBLANK", _names.Reference(table, column));
        if (table == _metric.Table)
            return Filtered(count, node["filter"]);
        return node["filter"] switch
        {
            null => DaxText.Call("CALCULATE", count, Own),
            var filter when SingleTable(filter) => DaxText.Call("CALCULATE", count, Own, Kept(filter)),
            var filter => DaxText.Call("CALCULATE", count, OfRows(filter)),
        };
    }

    private string Filtered(string aggregate, JsonNode? filter) => filter switch
    {
        null => aggregate,
        _ when SingleTable(filter) => DaxText.Call("CALCULATE", aggregate, Kept(filter)),
        _ => DaxText.Call("CALCULATE", aggregate, OfRows(filter)),
    };

    private string Kept(JsonNode filter) => DaxText.Call("KEEPFILTERS", _inFilter.Condition(filter));

    private string OfRows(JsonNode filter) => DaxText.Call("FILTER", Own, _inFact.Condition(filter));

    private static bool SingleTable(JsonNode filter) => RowDax.Tables(filter).Count() == 1;

    private string Days(JsonNode node)
    {
        var arguments = node["children"]!.AsArray();
        if (arguments.Count != 3 || (string?)arguments[0]?["value"]?["value"] != "day")
            throw _inFact.Unsupported(node);
        return DaxText.Let(
            [("_Earlier", Value(arguments[1]!)), ("_Later", Value(arguments[2]!))],
            "IF(NOT ISBLANK(_Earlier) && NOT ISBLANK(_Later), DATEDIFF(_Earlier, _Later, DAY))");
    }
}
