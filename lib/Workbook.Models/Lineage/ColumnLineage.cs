using System.Collections.Immutable;
using DuckDB.NET.Data;
using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

/// <summary>
/// Which columns a query's columns come from. The syntax tree is DuckDB's own, so whatever it parses is understood; names
/// are resolved as its binder does, without the tables having to exist. What can't be traced is said, not guessed.
/// </summary>
internal static class ColumnLineage
{
    /// <param name="resolve">The tables of the query; see <see cref="TableResolver"/>.</param>
    /// <param name="output">The columns that the query is known to have, used where a star leaves them open.</param>
    /// <exception cref="WorkbookException">The SQL doesn't parse, or isn't one SELECT.</exception>
    public static QueryLineage Of(DuckDBConnection connection, string sql, TableResolver resolve, IReadOnlyList<string>? output = null)
    {
        var tree = SyntaxTree.Parse(connection, sql);
        var context = new TraceContext(connection, resolve);
        var query = QueryTracer.Of(context, tree["statements"]![0]!["node"]!, null, null);
        var columns = Filled(query, output);

        var untraced = columns.SelectMany(column => Sorted(column.Trace.Gaps).Select(reason => new UntracedColumn(column.Name, reason))).ToList();
        if (query.Open is { } open && output is null) untraced.Add(new UntracedColumn("*", open.Reason));
        untraced.AddRange(Sorted(query.Filter.Gaps).Select(reason => new UntracedColumn(null, reason)));
        return new QueryLineage([.. columns.Select(column => Origin(column, query.Filter))], [.. context.Relations], untraced);
    }

    private static List<NamedTrace> Filled(TracedQuery query, IReadOnlyList<string>? output)
    {
        var columns = query.Columns.ToList();
        if (query.Open is { } open && output is not null)
            columns.AddRange(output.Where(name => !query.Columns.Any(column => BoundTable.Same(column.Name, name)))
                .Select(name => new NamedTrace(name, open.Column(name))));
        return columns;
    }

    private static ColumnOrigin Origin(NamedTrace column, ValueTrace filter) =>
        new(column.Name, Sorted(column.Trace.Sources), column.Trace.Kind, Sorted(column.Trace.Filters.Union(filter.Filters)));

    private static List<ColumnReference> Sorted(ImmutableHashSet<ColumnReference> columns) =>
        [.. columns.OrderBy(column => column.Relation, StringComparer.Ordinal).ThenBy(column => column.Column, StringComparer.Ordinal)];

    private static IEnumerable<string> Sorted(ImmutableHashSet<string> reasons) => reasons.Order(StringComparer.Ordinal);
}
