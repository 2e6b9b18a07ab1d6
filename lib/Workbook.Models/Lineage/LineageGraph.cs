using DuckDB.NET.Data;
using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

/// <summary>
/// Column lineage of a whole project. A test depends on the columns that its rows are chosen by; an exposure, which has no
/// SQL, on every column of what it reads.
/// </summary>
public sealed class LineageGraph
{
    private readonly Dictionary<string, LineageNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueryLineage> _queries = new(StringComparer.Ordinal);
    private readonly List<LineageEdge> _edges = [];
    private readonly List<LineageGap> _gaps = [];
    private readonly ILookup<ColumnReference, LineageEdge> _from;
    private readonly ILookup<(string, string?), LineageEdge> _to;

    private LineageGraph(DuckDBConnection connection, IEnumerable<LineageNode> nodes)
    {
        foreach (var node in nodes)
        {
            _nodes[node.Id] = node;
            if (node.Columns is { } columns) _columns[node.Id] = columns;
            if (node.Sql is not null) Trace(connection, node);
            else if (node.Relation is null) DependAsAWhole(node);
        }
        _from = _edges.ToLookup(edge => edge.From);
        _to = _edges.ToLookup(edge => (edge.To, edge.Column));
    }

    /// <summary>Those that it was built from, in their order: each after those that it reads.</summary>
    public IReadOnlyCollection<LineageNode> Nodes => _nodes.Values;

    /// <summary>One for each column that a node's column, or the node as a whole, depends on, in the order of the nodes.</summary>
    public IReadOnlyList<LineageEdge> Edges => _edges;

    /// <summary>What couldn't be traced; what is downstream of it may be more than the graph shows.</summary>
    public IReadOnlyList<LineageGap> Gaps => _gaps;

    /// <param name="nodes">Each after those that it reads.</param>
    public static LineageGraph Build(DuckDBConnection connection, IEnumerable<LineageNode> nodes) => new(connection, nodes);

    /// <summary>The columns that a node is known to have.</summary>
    public IReadOnlyList<string> ColumnsOf(string id) => _columns.GetValueOrDefault(id, []);

    /// <summary>The columns that others read of it, in no order that means anything: all there is to say of a source that nobody described.</summary>
    public IReadOnlyList<string> ReadOf(string id) =>
        [.. _edges.Where(edge => edge.From.Relation == id).Select(edge => edge.From.Column).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    /// <summary>Everything that the column comes from, nearest first. A path with a filter in it counts as filter, unless there is one without.</summary>
    public IReadOnlyList<ColumnUse> Upstream(string id, string column) => Walk(
        Known(id, column), at => _to[(at.Relation, at.Column)].Select(edge => (edge.From, edge.Use)));

    /// <summary>Every column that this one goes into, nearest first; tests and exposures aren't columns, see <see cref="Impact"/>.</summary>
    public IReadOnlyList<ColumnUse> Downstream(string id, string column) => Walk(
        Known(id, column), at => _from[at].Where(edge => edge.Column is not null).Select(edge => (new ColumnReference(edge.To, edge.Column!), edge.Use)));

    /// <summary>How a node's query makes its columns; null for nodes without one, or with one that can't be traced.</summary>
    public QueryLineage? QueryOf(string id) => _queries.GetValueOrDefault(id);

    /// <summary>What breaks or changes when the column does.</summary>
    public Impact Impact(string id, string column) => ImpactTree.Of(this, Known(id, column));

    /// <summary>What a person means by <c>customers.email</c>, <c>bronze.customers.email</c> or <c>source.shop.bronze.customers.email</c>.</summary>
    /// <exception cref="WorkbookException">No node is called so, several are, or it has no such column.</exception>
    public ColumnReference Find(string name)
    {
        var cut = name.LastIndexOf('.');
        if (cut <= 0 || cut == name.Length - 1)
            throw new WorkbookException($"'{name}' names no column. Give the node and the column, such as customers.email.");
        var (node, column) = (name[..cut], name[(cut + 1)..]);
        var found = _nodes.Values.Where(other => other.Relation is not null && (other.Id == node || other.Id.EndsWith('.' + node, StringComparison.OrdinalIgnoreCase))).ToList();
        return found.Count switch
        {
            1 => Known(found[0].Id, column),
            0 => throw new WorkbookException($"No model, source, seed or snapshot is called '{node}'. {Near(node, _nodes.Keys)}"),
            _ => throw new WorkbookException($"'{node}' may be {string.Join(" or ", found.Select(other => other.Id))}. Give the whole id."),
        };
    }

    internal IEnumerable<LineageEdge> EdgesFrom(ColumnReference column) => _from[column];

    internal ColumnReference Known(string id, string column)
    {
        if (!_nodes.ContainsKey(id))
            throw new WorkbookException($"There is no node '{id}' in the lineage. {Near(id, _nodes.Keys)}");
        var columns = ColumnsOf(id);
        var spelled = columns.FirstOrDefault(name => BoundTable.Same(name, column));
        return spelled is not null || columns.Count == 0
            ? new ColumnReference(id, spelled ?? column)
            : throw new WorkbookException($"'{id}' has no column '{column}'. Its columns: {string.Join(", ", columns)}.");
    }

    private static string Near(string id, IEnumerable<string> ids)
    {
        var name = id.Split('.')[^1];
        var near = ids.Where(other => other.Contains(name, StringComparison.OrdinalIgnoreCase)).Take(5).ToList();
        return near.Count > 0 ? $"Meant one of these? {string.Join(", ", near)}." : "Give a unique_id, such as model.project.name.";
    }

    private void Trace(DuckDBConnection connection, LineageNode node)
    {
        try
        {
            var lineage = Of(connection, node);
            // One that reads itself has the columns that its query has: known once that was traced.
            if (node.Columns is null && lineage.Relations.Contains(node.Id))
            {
                _columns[node.Id] = Names(node, lineage);
                lineage = Of(connection, node);
            }
            _queries[node.Id] = lineage;
            _gaps.AddRange(lineage.Untraced.Select(gap => new LineageGap(node.Id, gap.Column, gap.Reason)));
            if (node.IsTest) Test(node, lineage);
            else Model(node, lineage);
        }
        catch (WorkbookException fault)
        {
            _gaps.Add(new LineageGap(node.Id, "*", fault.Message));
        }
    }

    private QueryLineage Of(DuckDBConnection connection, LineageNode node) =>
        ColumnLineage.Of(connection, node.Sql!, (catalog, schema, table) => Find(node, catalog, schema, table), node.Columns);

    private static List<string> Names(LineageNode node, QueryLineage lineage) =>
        [.. UniqueNames.Of(lineage.Columns.Select(column => column.Column)).Union(node.AddedColumns, StringComparer.OrdinalIgnoreCase)];

    private void Model(LineageNode node, QueryLineage lineage)
    {
        if (node.Columns is null && !lineage.Untraced.Any(gap => gap.Column == "*"))
            _columns[node.Id] = Names(node, lineage);
        var declared = ColumnsOf(node.Id);
        var names = UniqueNames.Of(lineage.Columns.Select(column => column.Column));
        foreach (var (column, own) in lineage.Columns.Zip(names))
        {
            var name = declared.FirstOrDefault(other => BoundTable.Same(other, own)) ?? own;
            // An incremental model reads itself; that is no origin.
            Add(column.Sources.Where(source => source.Relation != node.Id), node.Id, name, LineageUse.Direct, column.Kind);
            Add(column.Filters.Where(source => source.Relation != node.Id).Except(column.Sources), node.Id, name, LineageUse.Filter, column.Kind);
        }
    }

    /// <summary>A test that chooses no rows says something of all the columns that it shows.</summary>
    private void Test(LineageNode node, QueryLineage lineage)
    {
        var filters = lineage.Columns.SelectMany(column => column.Filters).Distinct().ToList();
        var used = filters.Count > 0 ? filters : lineage.Columns.SelectMany(column => column.Sources).Distinct();
        Add(used, node.Id, null, LineageUse.Direct, ColumnTransformation.Aggregation);
    }

    private void DependAsAWhole(LineageNode node)
    {
        foreach (var id in node.DependsOn)
            Add(ColumnsOf(id).Select(column => new ColumnReference(id, column)), node.Id, null, LineageUse.Direct, ColumnTransformation.Identity);
    }

    private void Add(IEnumerable<ColumnReference> sources, string to, string? column, LineageUse use, ColumnTransformation kind) =>
        _edges.AddRange(sources.Select(source => new LineageEdge(source, to, column, use, kind)));

    private TableColumns? Find(LineageNode reader, string? catalog, string? schema, string table)
    {
        var found = _nodes.Values.Where(node => node.Is(catalog, schema, table)).ToList();
        // Where a bare name is that of several relations, those that the reader depends on come first.
        var chosen = found.Count <= 1 ? found : [.. found.Where(node => reader.DependsOn.Contains(node.Id) || node == reader)];
        return chosen.Count == 1 ? new TableColumns(chosen[0].Id, _columns.GetValueOrDefault(chosen[0].Id)) : null;
    }

    private static List<ColumnUse> Walk(ColumnReference start, Func<ColumnReference, IEnumerable<(ColumnReference Column, LineageUse Use)>> next)
    {
        var best = new Dictionary<ColumnReference, ColumnUse>();
        var queue = new Queue<ColumnUse>([new ColumnUse(start, LineageUse.Direct, 0)]);
        while (queue.TryDequeue(out var at))
            foreach (var (column, use) in next(at.Column))
            {
                var combined = use == LineageUse.Filter ? use : at.Use;
                var known = best.GetValueOrDefault(column);
                if (column == start || known is not null && known.Use <= combined) continue;
                best[column] = new ColumnUse(column, combined, known?.Distance ?? at.Distance + 1);
                queue.Enqueue(best[column]);
            }
        return [.. best.Values.OrderBy(use => use.Distance).ThenBy(use => use.Column.Relation, StringComparer.Ordinal).ThenBy(use => use.Column.Column, StringComparer.Ordinal)];
    }
}
