namespace Workbook.Models.Lineage;

/// <summary>A table in FROM, under the name that the query calls it by.</summary>
internal sealed record BoundTable(string? Catalog, string? Schema, string Name, IReadOnlyList<NamedTrace> Columns, OpenColumns? Open)
{
    internal bool IsCalled(string? catalog, string? schema, string name) =>
        Same(Name, name) && (schema is null || Same(Schema, schema)) && (catalog is null || Same(Catalog, catalog));

    internal NamedTrace? Find(string column) => Columns.FirstOrDefault(found => Same(found.Name, column));

    internal ValueTrace Row => new TracedQuery(Columns, Open, ValueTrace.Nothing).All;

    internal static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A column as an unqualified name or * sees it; a column of USING is there once.</summary>
internal sealed record VisibleColumn(string Name, ValueTrace Trace, BoundTable Table);

/// <param name="Filter">What joins and the tables themselves do to the rows.</param>
internal sealed record FromClause(IReadOnlyList<BoundTable> Tables, IReadOnlyList<VisibleColumn> Visible, ValueTrace Filter)
{
    internal static readonly FromClause Empty = new([], [], ValueTrace.Nothing);

    internal static FromClause Of(BoundTable table, ValueTrace filter) =>
        new([table], [.. table.Columns.Select(column => new VisibleColumn(column.Name, column.Trace, table))], filter);
}

/// <summary>A WITH query; it sees those before it, and not itself unless it recurses.</summary>
internal sealed record CommonTable(string Name, Lazy<TracedQuery> Query, CommonTable? Before)
{
    internal static TracedQuery? Find(CommonTable? newest, string name)
    {
        for (var table = newest; table is not null; table = table.Before)
            if (BoundTable.Same(table.Name, name)) return table.Query.Value;
        return null;
    }
}

/// <summary>The names that an expression can use.</summary>
/// <param name="Aliases">Of the select list, as far as it is traced.</param>
/// <param name="Parameters">Of a lambda.</param>
/// <param name="Star">What COLUMNS(…) stands for in the expression.</param>
internal sealed record Scope(
    FromClause From, Scope? Outer, CommonTable? CommonTables, IReadOnlyDictionary<string, ValueTrace>? Aliases = null,
    IReadOnlySet<string>? Parameters = null, ValueTrace? Star = null)
{
    internal NamedTrace Resolve(IReadOnlyList<string> parts)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope.Parameters?.Contains(parts[0]) == true)
                return new NamedTrace(parts[^1], ValueTrace.Nothing with { Kind = ColumnTransformation.Transformation });
            else if (scope.Here(parts) is { } found)
                return found;
        return new NamedTrace(parts[^1], Beyond(parts[0]));
    }

    private NamedTrace? Here(IReadOnlyList<string> parts) => Qualified(parts) ?? Unqualified(parts) ?? Aliased(parts) ?? Row(parts);

    private NamedTrace? Qualified(IReadOnlyList<string> parts)
    {
        for (var qualifiers = Math.Min(3, parts.Count - 1); qualifiers > 0; qualifiers--)
        {
            var (catalog, schema) = (qualifiers > 2 ? parts[0] : null, qualifiers > 1 ? parts[qualifiers - 2] : null);
            foreach (var table in From.Tables.Where(table => table.IsCalled(catalog, schema, parts[qualifiers - 1])))
            {
                if (table.Find(parts[qualifiers]) is { } column)
                    return Field(column, parts, qualifiers);
                if (table.Open is { } open)
                    return Field(new NamedTrace(parts[qualifiers], open.Column(parts[qualifiers])), parts, qualifiers);
            }
        }
        return null;
    }

    private NamedTrace? Unqualified(IReadOnlyList<string> parts)
    {
        var matches = From.Visible.Where(column => BoundTable.Same(column.Name, parts[0])).ToList();
        return matches.Count switch
        {
            0 => null,
            1 => Field(new NamedTrace(matches[0].Name, matches[0].Trace), parts, 0),
            _ => new NamedTrace(parts[^1], ValueTrace.Gap($"'{parts[0]}' is a column of {string.Join(" and ", matches.Select(match => match.Table.Name))}.")),
        };
    }

    private NamedTrace? Aliased(IReadOnlyList<string> parts) =>
        Aliases?.TryGetValue(parts[0], out var trace) == true && !From.Tables.Any(table => table.Open is not null)
            ? Field(new NamedTrace(parts[0], trace), parts, 0)
            : null;

    private NamedTrace? Row(IReadOnlyList<string> parts) =>
        parts.Count == 1 && From.Tables.FirstOrDefault(table => table.IsCalled(null, null, parts[0])) is { Open: null } table
            ? new NamedTrace(parts[0], table.Row)
            : null;

    /// <summary>A valid query's name belongs to someone: where only one table keeps its columns to itself, it is that one's.</summary>
    private ValueTrace Beyond(string column)
    {
        var open = new List<BoundTable>();
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            open.AddRange(scope.From.Tables.Where(table => table.Open is not null));
            if (scope.Aliases?.ContainsKey(column) == true)
                return ValueTrace.Gap($"'{column}' may be the alias before it or a column of {Names(open)}, whose columns aren't known.");
        }
        return open.Count switch
        {
            0 => ValueTrace.Gap($"No table of the query has a column '{column}' that is known."),
            1 => open[0].Open!.Column(column),
            _ => ValueTrace.Gap($"'{column}' is a column of {Names(open)}, whose columns aren't known."),
        };
    }

    private static string Names(IEnumerable<BoundTable> tables) => string.Join(" or ", tables.Select(table => table.Name));

    private static NamedTrace Field(NamedTrace column, IReadOnlyList<string> parts, int at) =>
        at == parts.Count - 1 ? column : new NamedTrace(parts[^1], ValueTrace.Over([column.Trace]));
}
