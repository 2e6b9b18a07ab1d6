using System.Text.RegularExpressions;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Metrics;

/// <summary>The ways from a table to others, along many-to-one relationships: no row of the first is ever repeated.</summary>
internal sealed partial class JoinGraph(IReadOnlyDictionary<string, MetricTable> tables, IReadOnlyList<MetricRelationship> relationships)
{
    /// <summary>The shortest way, first join first; none for the table itself.</summary>
    /// <param name="purpose">What the other table is wanted for, as the message shall say it.</param>
    public IReadOnlyList<MetricRelationship> Path(Metric metric, string target, string purpose)
    {
        var from = metric.Table!;
        if (Search(from, target, relationships) is { } path)
            return path;

        var bothWays = relationships.Concat(relationships.Select(Reversed)).ToList();
        var repeating = Search(from, target, bothWays)?.First(edge => !relationships.Contains(edge));
        throw new WorkbookException(repeating is null
            ? $"{metric.File}:{metric.Line}: metric '{metric.Name}' can't reach {purpose}: no relationship leads from '{from}' to '{target}'. {Instead(from)}"
            : $"{metric.File}:{metric.Line}: metric '{metric.Name}' can't be joined to {purpose}: from '{repeating.From}' to '{repeating.To}' is one-to-many ({repeating.From}.{repeating.FromColumn} = {repeating.To}.{repeating.ToColumn}), "
                + $"so each row of '{from}' ({tables[from].Grain}) would be counted once for every row of '{repeating.To}' ({tables[repeating.To].Grain}). "
                + $"Measure in '{repeating.To}' instead, or make a ratio of one metric of each table. {Instead(from)}");
    }

    public bool Reaches(string from, string target) => Search(from, target, relationships) is not null;

    /// <summary>The tables that an expression names, apart from its own.</summary>
    public IEnumerable<string> Mentioned(string expression, string own) => Qualifiers().Matches(Texts().Replace(expression, "''"))
        .Select(match => match.Groups[1].Value).Where(name => name != own && tables.ContainsKey(name)).Distinct();

    public string Joins(IEnumerable<MetricRelationship> path) => string.Concat(path.Distinct().Select(edge =>
        $"\n    left join {Relation(tables[edge.To])} as {Sql.Identifier(edge.To)} on {Column(edge.From, edge.FromColumn)} = {Column(edge.To, edge.ToColumn)}"));

    public static string Relation(MetricTable table) => string.Join('.', table.Relation.Split('.').Select(Sql.Identifier));

    public static string Column(string table, string column) => $"{Sql.Identifier(table)}.{Sql.Identifier(column)}";

    private string Instead(string from) => $"Within reach of '{from}' are: {string.Join(", ", tables.Keys.Where(table => Reaches(from, table)))}.";

    private static MetricRelationship Reversed(MetricRelationship edge) =>
        edge with { From = edge.To, FromColumn = edge.ToColumn, To = edge.From, ToColumn = edge.FromColumn };

    private static List<MetricRelationship>? Search(string from, string target, IReadOnlyList<MetricRelationship> edges)
    {
        var reached = new Dictionary<string, MetricRelationship?> { [from] = null };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var table))
            foreach (var edge in edges.Where(edge => edge.From == table && reached.TryAdd(edge.To, edge)))
                queue.Enqueue(edge.To);
        if (!reached.TryGetValue(target, out var last))
            return null;

        var path = new List<MetricRelationship>();
        for (var edge = last; edge is not null; edge = reached[edge.From])
            path.Insert(0, edge);
        return path;
    }

    [GeneratedRegex(@"\b([A-Za-z_]\w*)\s*\.\s*[A-Za-z_""]")]
    private static partial Regex Qualifiers();

    [GeneratedRegex("'(?:[^']|'')*'")]
    private static partial Regex Texts();
}
