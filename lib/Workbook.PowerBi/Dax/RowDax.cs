using System.Globalization;
using System.Text.Json.Nodes;
using Workbook.Models.Lineage;
using Workbook.Models.Metrics;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Dax;

/// <summary>
/// Translates SQL about one row. SQL's null and DAX's blank are no alike: to DAX a blank is also 0, false and the day before
/// all days, so conditions on columns that may be null get what keeps those rows out, as SQL does.
/// </summary>
/// <param name="inFact">True where rows of the metric's own table are gone through, and others are RELATED.</param>
internal sealed class RowDax(StarNames names, Metric metric, bool inFact)
{
    public const string WindowStart = "window_start";
    public const string WindowEnd = "window_end";

    public string Value(JsonNode node) => node.Text("class") switch
    {
        "COLUMN_REF" => Reference(node),
        "CONSTANT" => Constant(node),
        "CAST" when IsWhole(node) && IsCondition(node["child"]!) => BooleanAsNumber(node["child"]!),
        "FUNCTION" when Operator(node) is not null => Operation(node, Value),
        "FUNCTION" when Division(node) => DaxText.Call("DIVIDE", Value(node["children"]![0]!), Value(node["children"]![1]!)),
        "CASE" => Case(node),
        _ => throw Unsupported(node),
    };

    public string Condition(JsonNode node) => node.Text("class") switch
    {
        "COLUMN_REF" => $"{Reference(node)} == TRUE()",
        "OPERATOR" => UnaryCondition(node),
        "COMPARISON" => Comparison(node),
        "CONJUNCTION" => Conjunction(node),
        _ => throw Unsupported(node),
    };

    public static string? Operator(JsonNode node) =>
        node.Text("function_name") is "+" or "-" or "*" && node["children"]!.AsArray().Count == 2 ? node.Text("function_name") : null;

    /// <summary>Sums within products, and on the right of a minus, keep the brackets that the tree has no more.</summary>
    public static string Operation(JsonNode node, Func<JsonNode, string> value)
    {
        var sign = Operator(node)!;
        var (left, right) = (node["children"]![0]!, node["children"]![1]!);
        string Side(JsonNode side, bool isRight)
        {
            var text = value(side);
            var isSum = side.Text("class") == "FUNCTION" && (Operator(side) is "+" or "-");
            return isSum && (sign == "*" || isRight && sign == "-") || text.StartsWith("VAR ", StringComparison.Ordinal) ? $"({text})" : text;
        }
        return DaxText.Operation(Side(left, false), sign, Side(right, true));
    }

    public static bool Division(JsonNode node) => node.Text("function_name") == "/" && node["children"]!.AsArray().Count == 2;

    /// <summary>The catalogue's tables whose columns the expression names.</summary>
    public static IEnumerable<string> Tables(JsonNode node) => ColumnsIn(node).Select(Parts).Where(parts => parts.Length == 2).Select(parts => parts[0]).Distinct();

    public WorkbookException Unsupported(JsonNode node) => new(
        $"{metric.File}:{metric.Line}: metric '{metric.Name}' uses {Described(node)}, which has no translation to DAX. "
        + "Known are sum, avg, min, max, count and count(distinct) with filter, arithmetic, comparisons, and, or, not, is null, case, casts of conditions to integers, and date_diff in days.");

    private string UnaryCondition(JsonNode node)
    {
        var child = node["children"]?[0];
        return node.Text("type") switch
        {
            "OPERATOR_IS_NOT_NULL" => $"NOT ISBLANK({Value(child!)})",
            "OPERATOR_IS_NULL" => $"ISBLANK({Value(child!)})",
            "OPERATOR_NOT" when child!.Text("class") == "COLUMN_REF" => $"{Reference(child!)} == FALSE()",
            // Not of unknown is unknown to SQL, and true to DAX.
            "OPERATOR_NOT" when NeverNull(child!) => $"NOT ({Condition(child!)})",
            _ => throw Unsupported(node),
        };
    }

    private string Comparison(JsonNode node)
    {
        var (left, right) = (node["left"]!, node["right"]!);
        var sign = node.Text("type") switch
        {
            "COMPARE_EQUAL" => "==",
            "COMPARE_NOTEQUAL" => "<>",
            "COMPARE_LESSTHAN" => "<",
            "COMPARE_LESSTHANOREQUALTO" => "<=",
            "COMPARE_GREATERTHAN" => ">",
            "COMPARE_GREATERTHANOREQUALTO" => ">=",
            _ => throw Unsupported(node),
        };
        var compared = $"{Value(left)} {sign} {Value(right)}";
        var unknown = new[] { left, right }.Where(side => !NeverNull(side)).Select(side => $"NOT ISBLANK({Value(side)})");
        // Equal in the strict sense to something that is there: that alone keeps blanks out.
        if (sign == "==" && (NeverNull(left) || NeverNull(right)))
            unknown = [];
        return string.Join(" && ", unknown.Append(compared));
    }

    private string Conjunction(JsonNode node)
    {
        var sign = node.Text("type") == "CONJUNCTION_OR" ? " || " : " && ";
        return string.Join(sign, node["children"]!.AsArray().Select(part =>
            part!.Text("class") == "CONJUNCTION" || sign == " || " ? $"({Condition(part!)})" : Condition(part!)));
    }

    private string BooleanAsNumber(JsonNode condition) => NeverNull(condition)
        ? DaxText.Call("IF", Condition(condition), "1", "0")
        : throw new WorkbookException($"{metric.File}:{metric.Line}: metric '{metric.Name}' casts to a number a condition that may be unknown: to SQL the sum is null then, to DAX it isn't. Declare the column not_null, or filter.");

    private string Case(JsonNode node)
    {
        var otherwise = node["else_expr"] is { } rest && rest["value"]?["is_null"]?.GetValue<bool>() != true ? Value(rest) : "BLANK()";
        var cases = node["case_checks"]!.AsArray().SelectMany(check => new[] { Condition(check!["when_expr"]!), Value(check!["then_expr"]!) });
        return DaxText.Call("SWITCH", ["TRUE()", .. cases, otherwise]);
    }

    /// <summary>Whether SQL has a value for every row.</summary>
    private bool NeverNull(JsonNode node) => node.Text("class") switch
    {
        "CONSTANT" => node["value"]!["is_null"]!.GetValue<bool>() == false,
        "COLUMN_REF" => Parts(node) is not [var table, var column] || !Column(table, column, node).IsNullable && (!inFact || table == metric.Table),
        "OPERATOR" => node.Text("type") is "OPERATOR_IS_NULL" or "OPERATOR_IS_NOT_NULL" || NeverNull(node["children"]![0]!),
        "COMPARISON" => NeverNull(node["left"]!) && NeverNull(node["right"]!),
        "CONJUNCTION" => node["children"]!.AsArray().All(part => NeverNull(part!)),
        _ => false,
    };

    private string Reference(JsonNode node)
    {
        switch (Parts(node))
        {
            case [WindowStart]:
                return "_From";
            case [WindowEnd]:
                return "_To";
            case [var table, var column]:
                var reference = DaxText.Column(names.Table(table).Name, Column(table, column, node).Name);
                return inFact && table != metric.Table ? $"RELATED({reference})" : reference;
            default:
                throw Unsupported(node);
        }
    }

    public ModelColumn Column(string table, string column, JsonNode node)
    {
        if (names.Column(table, column) is { } found)
            return found;
        if (!names.Catalog.Tables.Any(known => known.Name == table))
            throw Unsupported(node);
        var known = names.Table(table).Columns.Select(own => own.SourceName).ToList();
        throw new WorkbookException($"{metric.File}:{metric.Line}: metric '{metric.Name}' uses {table}.{column}, but gold has no such column.{NearestName.Hint(column, known)} It has: {string.Join(", ", known)}.");
    }

    private string Constant(JsonNode node) => node["value"] is var value && value!["is_null"]!.GetValue<bool>() ? throw Unsupported(node)
        : value["value"] switch
        {
            JsonValue text when text.TryGetValue<string>(out var letters) => DaxText.Literal(letters),
            JsonValue flag when flag.TryGetValue<bool>(out var isTrue) => isTrue ? "TRUE()" : "FALSE()",
            // DuckDB's tree holds decimals as whole numbers beside their scale.
            JsonValue number when (string?)value["type"]!["id"] == "DECIMAL" =>
                (number.GetValue<decimal>() / (decimal)Math.Pow(10, (int)value["type"]!["type_info"]!["scale"]!)).ToString(CultureInfo.InvariantCulture),
            { } number => number.ToJsonString(),
            null => throw Unsupported(node),
        };

    private static bool IsWhole(JsonNode cast) => (string?)cast["cast_type"]?["id"] is "INTEGER" or "BIGINT" or "SMALLINT" or "TINYINT";

    private static bool IsCondition(JsonNode node) => node.Text("class") is "COMPARISON" or "CONJUNCTION" or "OPERATOR";

    private static string[] Parts(JsonNode column) => SyntaxTree.ColumnParts(column);

    private static IEnumerable<JsonNode> ColumnsIn(JsonNode? node) => node switch
    {
        JsonObject fields when fields.Text("class") == "COLUMN_REF" => [fields],
        JsonObject fields => fields.SelectMany(field => ColumnsIn(field.Value)),
        JsonArray items => items.SelectMany(ColumnsIn),
        _ => [],
    };

    private static string Described(JsonNode node) => node.Text("class") switch
    {
        "FUNCTION" => $"the function {node.Text("function_name")}",
        "COLUMN_REF" => $"the name {string.Join('.', Parts(node))}",
        "CAST" => $"a cast to {node["cast_type"]?["id"]}",
        "OPERATOR" => node.Text("type")["OPERATOR_".Length..].Replace('_', ' ').ToLowerInvariant(),
        var other => other.ToLowerInvariant(),
    };
}
