using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage;

internal static class Pivots
{
    internal static TracedQuery Of(TraceContext context, JsonNode node, CommonTable? known, Scope? outer)
    {
        var source = FromTracer.Of(context, node["source"], known, outer);
        var scope = new Scope(source, outer, known);
        return node.Has("aggregates") ? Pivot(context, node, scope) : Unpivot(node, scope);
    }

    /// <summary>
    /// Every pivoted column is made by the same aggregates, so their sources are known even where their names aren't:
    /// those are known for one aggregate without an alias over one IN list.
    /// </summary>
    private static TracedQuery Pivot(TraceContext context, JsonNode node, Scope scope)
    {
        var aggregates = node.Items("aggregates").ToList();
        var value = ValueTrace.Over(aggregates.Select(aggregate => ExpressionTracer.Of(context, aggregate, scope)), aggregates: true);
        var pivots = node.Items("pivots").ToList();
        var by = ValueTrace.Union(pivots.SelectMany(pivot => pivot.Items("pivot_expressions")).Select(expression => ExpressionTracer.Of(context, expression, scope)));
        var (groups, allGroups) = Groups(node, scope, [.. value.Sources, .. by.Sources]);
        var filter = ValueTrace.Union([scope.From.Filter, by.AsFilter(), .. groups.Select(group => group.Trace.AsFilter())]);
        var names = pivots.Count == 1 && aggregates.Count == 1 && aggregates[0].Text("alias").Length == 0 ? Names(pivots[0]) : null;
        if (names is not null && allGroups)
            return new TracedQuery([.. groups, .. names.Select(name => new NamedTrace(name, value))], null, filter);
        return new TracedQuery(groups, new OpenColumns(
            "The names of a PIVOT's columns depend on its data.", name => allGroups ? value : ValueTrace.Gap($"'{name}' of the PIVOT may be a value or a group.")), filter);
    }

    private static (List<NamedTrace> Groups, bool All) Groups(JsonNode node, Scope scope, HashSet<ColumnReference> used)
    {
        if (node.Has("groups"))
            return ([.. node.Items("groups").Select(name => scope.Resolve([(string)name!]))], true);
        return ([.. scope.From.Visible.Where(column => !column.Trace.Sources.Overlaps(used)).Select(column => new NamedTrace(column.Name, column.Trace))],
            scope.From.Tables.All(table => table.Open is null));
    }

    private static List<string>? Names(JsonNode pivot)
    {
        var entries = pivot.Items("entries").ToList();
        var names = entries.Select(entry => entry.Text("alias") is { Length: > 0 } alias ? alias
            : entry.Items("values").ToList() is [var single] ? single["value"]?.ToString() : null).OfType<string>().ToList();
        return names.Count > 0 && names.Count == entries.Count ? names : null;
    }

    private static TracedQuery Unpivot(JsonNode node, Scope scope)
    {
        var pivots = node.Items("pivots").ToList();
        var values = node.Items("unpivot_names").Select(name => (string)name!).ToList();
        if (pivots is not [var pivot] || values is not [var valueName] || scope.From.Tables.Any(table => table.Open is not null))
            return QueryTracer.Unknown("This form of UNPIVOT isn't traced.");

        var names = pivot.Items("entries").SelectMany(entry => entry.Items("values")).Select(value => value["value"]?.ToString() ?? "").ToList();
        if (names.Count == 0) return QueryTracer.Unknown("This form of UNPIVOT isn't traced.");
        bool IsTurned(VisibleColumn column) => names.Contains(column.Name, StringComparer.OrdinalIgnoreCase);
        var kept = scope.From.Visible.Where(column => !IsTurned(column)).Select(column => new NamedTrace(column.Name, column.Trace));
        var turned = scope.From.Visible.Where(IsTurned).Select(column => column.Trace).Aggregate(ValueTrace.Either);
        var key = pivot.Items("unpivot_names").Select(name => (string)name!).FirstOrDefault() ?? "name";
        return new TracedQuery([.. kept, new NamedTrace(key, ValueTrace.Nothing), new NamedTrace(valueName, turned)], null, scope.From.Filter);
    }
}
