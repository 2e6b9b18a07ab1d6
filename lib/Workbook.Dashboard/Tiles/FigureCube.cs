using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Workbook.Models.Metrics;
using Workbook.Models.Project;

namespace Workbook.Dashboards;

/// <summary>
/// The catalogue's metrics for all members of the slicers in one pass over each table, by grouping sets. The catalogue's own
/// SQL gives one cut at a time and reads the table once for each metric: right to show, too slow to ask for 900 states.
/// Both say the same; tests hold them against each other.
/// </summary>
internal sealed partial class FigureCube(MetricCatalog catalog, IReadOnlyList<string> keys, IReadOnlyList<string> dimensions, string? from, string to)
{
    /// <summary>Stands in a key's column for all of its members.</summary>
    public const string All = "*";

    /// <summary>Whether these are figures of the period alone: no time calculations, no days as rows, every dimension next to its table.</summary>
    public static bool Covers(MetricCatalog catalog, TileDefinition tile) =>
        tile is { Comparison: PeriodComparison.None or PeriodComparison.PriorPeriod, IsUndated: false } && tile.Metrics.Count > 0 && tile.Cuts.HasFlag(Cuts.Period)
        && tile.Dimensions.All(name => catalog.Dimension(name).Grain is null)
        && tile.Metrics.SelectMany(name => Aggregates(catalog, catalog.Metric(name)) ?? [null]).All(metric => metric is { Additivity: not Additivity.SemiAdditive });

    /// <summary>A column for each key, dimension and metric.</summary>
    public string Sql(IReadOnlyList<string> metrics)
    {
        var aggregates = metrics.SelectMany(name => Aggregates(catalog, catalog.Metric(name))!).OfType<Metric>().DistinctBy(metric => metric.Name).GroupBy(metric => metric.Table!).ToList();
        List<string> columns = [.. keys.Concat(dimensions).Select(Quoted)];
        var sql = new StringBuilder("with ").AppendJoin(",\n", aggregates.Select(table => $"{Part(table.Key)} as (\n    {Scan(table.Key, [.. table])}\n)"));
        // Figures of several tables stand side by side, for every member that any of them has.
        var members = aggregates.Count == 1 ? Part(aggregates[0].Key) : "members";
        if (aggregates.Count > 1)
            sql.Append(CultureInfo.InvariantCulture, $",\nmembers as (\n    {string.Join("\n    union\n    ", aggregates.Select(table => $"select {List(columns)}true as is_member from {Part(table.Key)}"))}\n)");
        sql.Append(CultureInfo.InvariantCulture, $"\nselect {List(columns.Select(column => $"{members}.{column}"))}{string.Join(", ", metrics.Select(name => $"{Value(catalog.Metric(name))} as {Quoted(name)}"))}\nfrom {members}");
        foreach (var table in aggregates.Where(_ => aggregates.Count > 1))
            sql.Append(CultureInfo.InvariantCulture, $"\nleft join {Part(table.Key)} on true{string.Concat(columns.Select(column => $" and {Part(table.Key)}.{column} is not distinct from members.{column}"))}");
        if (columns.Count > 0)
            sql.Append(CultureInfo.InvariantCulture, $"\norder by {string.Join(", ", columns.Select(column => $"{members}.{column}"))}");
        return sql.ToString();
    }

    /// <summary>The same, with what it was in the days before and how it changed; without days before, both are unknown.</summary>
    public string Compared(IReadOnlyList<string> metrics, FigureCube? before)
    {
        List<string> columns = [.. keys.Concat(dimensions).Select(Quoted)];
        var names = metrics.Select(name => (Name: name, Now: Filled("now", name), Before: before is null ? "null" : Filled("before", name))).ToList();
        var shown = names.Select(one => $"{one.Now} as {Quoted(one.Name)}, {one.Before} as {Quoted($"{one.Name}_prior")}, {one.Now} / nullif({one.Before}, 0) - 1 as {Quoted($"{one.Name}_change")}");
        var join = before is null ? "" : columns.Count == 0 ? "\ncross join before" : $"\nfull join before using ({string.Join(", ", columns)})";
        return $"""
            with now as (
                {Sql(metrics)}
            ){(before is null ? "" : $",\nbefore as (\n    {before.Sql(metrics)}\n)")}
            select {List(columns)}{string.Join(", ", shown)}
            from now{join}
            order by {string.Join(", ", columns.DefaultIfEmpty("1"))}
            """;
    }

    private string Filled(string part, string name) =>
        IsZeroWhenEmpty(catalog.Metric(name)) ? $"coalesce({part}.{Quoted(name)}, 0)" : $"{part}.{Quoted(name)}";

    private static bool IsZeroWhenEmpty(Metric metric) =>
        metric.Additivity == Additivity.Additive || metric.Expression?.StartsWith("count(", StringComparison.OrdinalIgnoreCase) == true;

    private string Scan(string name, IReadOnlyList<Metric> metrics)
    {
        var table = catalog.Tables.Single(table => table.Name == name);
        var (keyed, split) = (keys.Select(catalog.Dimension).ToList(), dimensions.Select(catalog.Dimension).ToList());
        var joined = keyed.Concat(split).Select(dimension => dimension.Table).Concat(metrics.SelectMany(metric => Qualifiers().Matches(metric.Expression!).Select(match => match.Groups[1].Value)))
            .Distinct().Where(other => other != name && catalog.Tables.Any(one => one.Name == other));
        var sets = Subsets(keyed).Select(set => $"({string.Join(", ", set.Concat(split).Select(Column))})");
        var values = metrics.Select(metric => $"{metric.Expression!.Replace("{window_start}", from, StringComparison.Ordinal).Replace("{window_end}", to, StringComparison.Ordinal)} as {Quoted(metric.Name)}");
        return $"""
            select {List(keyed.Select(key => $"case when grouping({Column(key)}) = 1 then '{All}' else {Column(key)} end as {Quoted(key.Name)}"))}{List(split.Select(dimension => $"{Column(dimension)} as {Quoted(dimension.Name)}"))}{string.Join(", ", values)}
                from {table.Relation} as {Quoted(name)}{string.Concat(joined.Select(other => Join(name, other)))}
                where {(from is null ? $"{table.Date} <= {to}" : $"{table.Date} between {from} and {to}")}
                group by grouping sets ({string.Join(", ", sets)})
            """;
    }

    private string Join(string from, string to)
    {
        var edge = catalog.Relationships.Single(edge => edge.From == from && edge.To == to);
        return $"\n    left join {catalog.Tables.Single(table => table.Name == to).Relation} as {Quoted(to)} on {Quoted(from)}.{Quoted(edge.FromColumn)} = {Quoted(to)}.{Quoted(edge.ToColumn)}";
    }

    /// <summary>A sum or a count of nothing is zero; an average of nothing is unknown.</summary>
    private string Value(Metric metric)
    {
        if (metric.Numerator is { } numerator)
            return $"({Value(catalog.Metric(numerator))} / nullif({Value(catalog.Metric(metric.Denominator!))}, 0))";
        var value = $"{Part(metric.Table!)}.{Quoted(metric.Name)}";
        return IsZeroWhenEmpty(metric) ? $"coalesce({value}, 0)" : value;
    }

    /// <summary>What a metric comes down to; null where that isn't aggregates of the same days.</summary>
    private static IEnumerable<Metric?>? Aggregates(MetricCatalog catalog, Metric metric) => metric switch
    {
        { Expression: not null } => [metric],
        { Numerator: { } numerator } => (Aggregates(catalog, catalog.Metric(numerator)) ?? [null]).Concat(Aggregates(catalog, catalog.Metric(metric.Denominator!)) ?? [null]),
        _ => null,
    };

    private static IEnumerable<IEnumerable<T>> Subsets<T>(List<T> items) =>
        Enumerable.Range(0, 1 << items.Count).Select(mask => items.Where((_, place) => (mask >> place & 1) == 1));

    // The method's own name hides the class.
    private static string Quoted(string name) => Database.Sql.Identifier(name);

    private static string Column(MetricDimension dimension) => $"{Quoted(dimension.Table)}.{Quoted(dimension.Column)}";

    private static string Part(string table) => Quoted($"{table}_figures");

    private static string List(IEnumerable<string> columns) => string.Concat(columns.Select(column => $"{column}, "));

    [GeneratedRegex(@"\b([a-z_]+)\.[a-z_]")]
    private static partial Regex Qualifiers();
}
