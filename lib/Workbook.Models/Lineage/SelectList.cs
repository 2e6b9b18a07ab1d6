using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Models.Lineage;

/// <summary>Collects the output columns in order; each can be used by its alias from the next on.</summary>
internal sealed class SelectList(TraceContext context, Scope scope, Dictionary<string, ValueTrace> aliases)
{
    internal List<NamedTrace> Columns { get; } = [];

    /// <summary>Columns of a star over tables whose columns aren't listed.</summary>
    internal OpenColumns? Open { get; private set; }

    /// <summary>What unnest in the list makes rows of: it decides how often each of the others is there.</summary>
    internal List<ValueTrace> Unnested { get; } = [];

    internal void Add(JsonNode item)
    {
        if (Unnests(item)) Unnested.Add(ExpressionTracer.Of(context, item, scope));
        if (item.Text("class") == "STAR" && !Flag(item, "columns")) Star(item);
        else if (Selector(item) is { } selector) Selected(item, selector);
        else Single(item);
    }

    private void Single(JsonNode item)
    {
        var alias = item.Text("alias");
        if (item.Text("class") == "COLUMN_REF")
        {
            var column = scope.Resolve(SyntaxTree.ColumnParts(item));
            Put(alias.Length > 0 ? alias : column.Name, column.Trace, alias.Length > 0);
        }
        else
        {
            Put(alias.Length > 0 ? alias : context.Text(item), ExpressionTracer.Of(context, item, scope), alias.Length > 0);
        }
    }

    private void Put(string name, ValueTrace trace, bool isAlias)
    {
        Columns.Add(new NamedTrace(name, trace));
        if (isAlias) aliases[name] = trace;
    }

    private void Star(JsonNode star)
    {
        var replaced = star.Items("replace_list").ToDictionary(entry => entry.Text("key"), entry => entry["value"]!, StringComparer.OrdinalIgnoreCase);
        var renamed = star.Items("rename_list").ToDictionary(entry => entry["key"]!.Text("column"), entry => entry.Text("value"), StringComparer.OrdinalIgnoreCase);
        ValueTrace Value(string name, ValueTrace trace) => replaced.TryGetValue(name, out var expression) ? ExpressionTracer.Of(context, expression, scope) : trace;
        foreach (var column in Candidates(star))
            Columns.Add(new NamedTrace(renamed.GetValueOrDefault(column.Name, column.Name), Value(column.Name, column.Trace)));
        if (OpenOf(star) is not { } open) return;

        var excluded = Excluded(star);
        Open = Merge(Open, new OpenColumns(open.Reason, name =>
        {
            var original = renamed.FirstOrDefault(pair => BoundTable.Same(pair.Value, name)).Key ?? name;
            return excluded(original, null) ? ValueTrace.Gap($"The star leaves '{original}' out.") : Value(original, open.Column(original));
        }));
    }

    /// <summary>COLUMNS(…), bare or within an expression: one output column for each that it selects.</summary>
    private void Selected(JsonNode item, JsonNode selector)
    {
        if (OpenOf(selector) is { } open)
        {
            Open = Merge(Open, OpenColumns.Unknown($"COLUMNS(…) selects among columns that aren't listed: {open.Reason}"));
            return;
        }
        var alias = item.Text("alias");
        foreach (var column in Chosen(selector))
        {
            var trace = ExpressionTracer.Of(context, item, scope with { Star = column.Trace });
            Put(alias.Length > 0 ? Substituted(alias, selector, column.Name) : column.Name, trace, isAlias: false);
        }
    }

    private List<VisibleColumn> Chosen(JsonNode selector)
    {
        var candidates = Candidates(selector).ToList();
        if (selector["expr"] is not JsonObject expression) return candidates;
        var names = candidates.Select(column => column.Name).ToList();
        var chosen = expression["value"]?["value"] is JsonValue pattern && pattern.TryGetValue<string>(out var text)
            ? context.Matching(names, text)
            : context.Evaluate(OverNames(expression, names));
        return [.. candidates.Where(column => chosen.Contains(column.Name, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>A lambda over the names stands in the tree as list_filter(*, lambda): the star becomes the list of names.</summary>
    private JsonNode OverNames(JsonObject expression, List<string> names)
    {
        var copy = expression.DeepClone();
        var children = copy["children"]?.AsArray() ?? [];
        for (var at = 0; at < children.Count; at++)
            if (children[at]!.Text("class") == "STAR") children[at] = context.Literal(names);
        return copy;
    }

    /// <summary>In an alias, \1 is the pattern's first group and \0 the whole name.</summary>
    private static string Substituted(string alias, JsonNode selector, string name)
    {
        if (!alias.Contains('\\') || selector["expr"]?["value"]?["value"] is not JsonValue pattern) return alias;
        var match = Regex.Match(name, pattern.ToString(), RegexOptions.None, TimeSpan.FromSeconds(1));
        return Regex.Replace(alias, @"\\(\d)", group => match.Groups[int.Parse(group.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)].Value);
    }

    private IEnumerable<VisibleColumn> Candidates(JsonNode star)
    {
        var excluded = Excluded(star);
        var columns = star.Text("relation_name") is { Length: > 0 } relation
            ? Called(relation).SelectMany(table => table.Columns.Select(column => new VisibleColumn(column.Name, column.Trace, table)))
            : scope.From.Visible;
        return columns.Where(column => !excluded(column.Name, column.Table));
    }

    private OpenColumns? OpenOf(JsonNode star)
    {
        if (star.Text("relation_name") is not { Length: > 0 } relation)
            return scope.From.Tables.Select(table => table.Open).OfType<OpenColumns>().Aggregate((OpenColumns?)null, Merge);
        var tables = Called(relation).ToList();
        if (tables.Count > 0) return tables.Select(table => table.Open).OfType<OpenColumns>().Aggregate((OpenColumns?)null, Merge);
        var fields = ValueTrace.Over([scope.Resolve([relation]).Trace]);
        return new OpenColumns($"The fields of '{relation}' aren't known.", _ => fields);
    }

    private IEnumerable<BoundTable> Called(string relation) => scope.From.Tables.Where(table => table.IsCalled(null, null, relation));

    private static Func<string, BoundTable?, bool> Excluded(JsonNode star)
    {
        var plain = star.Items("exclude_list").Select(name => (string)name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var qualified = star.Items("qualified_exclude_list").ToList();
        return (column, table) => plain.Contains(column) || qualified.Any(entry =>
            BoundTable.Same(entry.Text("column"), column) && (table is null || entry.Text("table").Length == 0 || table.IsCalled(null, null, entry.Text("table"))));
    }

    /// <summary>Two open tables under one star: which of them has a name, nobody knows.</summary>
    private static OpenColumns? Merge(OpenColumns? one, OpenColumns other) =>
        one is null ? other : OpenColumns.Unknown($"{one.Reason} {other.Reason}");

    /// <summary>The COLUMNS(…) within; *COLUMNS(…) is unpacked into the arguments of one expression, and so isn't one.</summary>
    private static JsonNode? Selector(JsonNode? node) => node switch
    {
        JsonObject star when star.Text("class") == "STAR" && Flag(star, "columns") => star,
        JsonObject unpack when unpack.Text("type") == "OPERATOR_UNPACK" => null,
        JsonObject fields when fields.ContainsKey("node") => null,
        JsonObject fields => fields.Select(field => Selector(field.Value)).FirstOrDefault(found => found is not null),
        JsonArray items => items.Select(Selector).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static bool Unnests(JsonNode? node) => node switch
    {
        JsonObject function when function.Text("function_name") == "unnest" => true,
        JsonObject query when query.ContainsKey("subquery") => false,
        JsonObject fields => fields.Any(field => Unnests(field.Value)),
        JsonArray items => items.Any(Unnests),
        _ => false,
    };

    private static bool Flag(JsonNode node, string name) => node[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
