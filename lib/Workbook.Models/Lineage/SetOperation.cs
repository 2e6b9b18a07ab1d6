using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage;

internal static class SetOperation
{
    internal static TracedQuery Of(TraceContext context, JsonNode node, CommonTable? known, Scope? outer)
    {
        var branches = node.Has("children")
            ? node.Items("children").Select(child => QueryTracer.Of(context, child, known, outer))
            : [QueryTracer.Of(context, node["left"]!, known, outer), QueryTracer.Of(context, node["right"]!, known, outer)];
        return branches.Aggregate(node.Text("setop_type") switch
        {
            "UNION_BY_NAME" => ByName,
            "EXCEPT" or "INTERSECT" => Restricted,
            _ => ByPosition,
        });
    }

    internal static TracedQuery ByPosition(TracedQuery left, TracedQuery right)
    {
        var filter = ValueTrace.Union([left.Filter, right.Filter]);
        if ((left.Open ?? right.Open) is { } open)
            return new TracedQuery(
                [.. left.Columns.Select(column => column with { Trace = ValueTrace.Either(column.Trace, ValueTrace.Gap(open.Reason)) })],
                OpenColumns.Unknown(open.Reason), filter);
        var columns = left.Columns.Zip(right.Columns, (one, other) => one with { Trace = ValueTrace.Either(one.Trace, other.Trace) });
        return new TracedQuery([.. columns], null, filter);
    }

    private static TracedQuery ByName(TracedQuery left, TracedQuery right)
    {
        var columns = left.Columns.Select(column => Find(right, column.Name) is { } other ? column with { Trace = ValueTrace.Either(column.Trace, other) } : column)
            .Concat(right.Columns.Where(column => !left.Columns.Any(found => BoundTable.Same(found.Name, column.Name)))
                .Select(column => left.Open is { } open ? column with { Trace = ValueTrace.Either(column.Trace, open.Column(column.Name)) } : column));
        var both = (left.Open, right.Open) switch
        {
            ({ } one, { } other) => new OpenColumns(one.Reason, name => ValueTrace.Either(one.Column(name), other.Column(name))),
            var (one, other) => one ?? other,
        };
        return new TracedQuery([.. columns], both, ValueTrace.Union([left.Filter, right.Filter]));
    }

    private static TracedQuery Restricted(TracedQuery left, TracedQuery right) =>
        left with { Filter = ValueTrace.Union([left.Filter, right.Filter, left.All.AsFilter(), right.All.AsFilter()]) with { Kind = ColumnTransformation.Constant } };

    private static ValueTrace? Find(TracedQuery query, string name) =>
        query.Columns.FirstOrDefault(column => BoundTable.Same(column.Name, name))?.Trace ?? query.Open?.Column(name);
}
