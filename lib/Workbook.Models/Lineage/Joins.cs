using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage;

internal static class Joins
{
    internal static FromClause Of(TraceContext context, JsonNode node, CommonTable? known, Scope? outer)
    {
        var left = FromTracer.Of(context, node["left"], known, outer);
        var right = FromTracer.Of(context, node["right"], known, new Scope(left, outer, known));
        var filter = ValueTrace.Union([left.Filter, right.Filter]);

        var both = new FromClause([.. left.Tables, .. right.Tables], [.. left.Visible, .. right.Visible], filter);
        var kind = node.Text("join_type");
        var (shared, gap) = Shared(node, left, right);
        var joined = shared.Count == 0 ? both : Using(both, left, right, shared, kind);
        var keys = shared.SelectMany(column => new[] { Side(left, column), Side(right, column) });
        if (node["condition"] is JsonObject condition)
            keys = keys.Append(ExpressionTracer.Of(context, condition, new Scope(both, outer, known)));
        joined = joined with { Filter = ValueTrace.Union([filter, gap, .. keys.Select(key => key.AsFilter())]) };
        // The right side of these only decides which rows of the left remain.
        return kind is "SEMI" or "ANTI" ? left with { Filter = joined.Filter } : joined;
    }

    private static (List<string> Columns, ValueTrace Gap) Shared(JsonNode node, FromClause left, FromClause right)
    {
        if (node.Text("ref_type") != "NATURAL")
            return ([.. node.Items("using_columns").Select(column => (string)column!)], ValueTrace.Nothing);
        var open = left.Tables.Concat(right.Tables).FirstOrDefault(table => table.Open is not null);
        return ([.. left.Visible.Select(column => column.Name).Intersect(right.Visible.Select(column => column.Name), StringComparer.OrdinalIgnoreCase)],
            open is null ? ValueTrace.Nothing : ValueTrace.Gap($"NATURAL JOIN takes the columns that both sides have: {open.Open!.Reason}"));
    }

    private static FromClause Using(FromClause both, FromClause left, FromClause right, List<string> shared, string kind)
    {
        bool IsShared(VisibleColumn column) => shared.Contains(column.Name, StringComparer.OrdinalIgnoreCase);
        VisibleColumn Merged(string name, BoundTable table) => new(
            name,
            kind switch
            {
                "RIGHT" => Side(right, name),
                "OUTER" or "FULL" => ValueTrace.Either(Side(left, name), Side(right, name)),
                _ => Side(left, name),
            },
            table);

        var visible = left.Visible.Select(column => IsShared(column) ? Merged(column.Name, column.Table) : column).ToList();
        // A key that the left side has, but among columns that aren't listed.
        visible.AddRange(shared.Where(name => !visible.Any(column => BoundTable.Same(column.Name, name))).Select(name => Merged(name, left.Tables[0])));
        visible.AddRange(right.Visible.Where(column => !IsShared(column)));
        return both with { Visible = visible };
    }

    private static ValueTrace Side(FromClause side, string column) => new Scope(side, null, null).Resolve([column]).Trace;
}
