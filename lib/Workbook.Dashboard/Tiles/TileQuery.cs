using System.Globalization;
using Workbook.Models.Metrics;

namespace Workbook.Dashboards;

/// <summary>
/// A tile's SQL: for one state of the slicers, or for all members of some slicers at once. Both come from the same text, so
/// a figure of the page is what its query says.
/// </summary>
internal sealed class TileQuery(TileDefinition tile, string? template, MetricCatalog catalog, DateOnly firstDay, DateOnly asOf, IReadOnlyDictionary<string, string> parameters)
{
    private static readonly IReadOnlyDictionary<Cuts, string> Columns = new Dictionary<Cuts, string> { [Cuts.Region] = "region", [Cuts.Category] = "category" };

    /// <summary>Columns that tell whose rows they are, where the query is for all members of these slicers.</summary>
    public static IReadOnlyList<string> KeyColumns(Cuts by) => [.. Columns.Where(column => by.HasFlag(column.Key)).Select(column => column.Value)];

    /// <param name="period">Null where the tile isn't cut by it.</param>
    /// <param name="by">One answer for each member of these.</param>
    public string Sql(Period? period, Cuts by = Cuts.None, string? region = null, string? category = null)
    {
        var keys = KeyColumns(by);
        List<(string Column, string Value)> filters = [.. new[] { ("region", region), ("category", category) }.Where(filter => filter.Item2 is not null).Select(filter => (filter.Item1, filter.Item2!))];
        var figures = tile.Metrics.Count == 0 ? "" : catalog.Compile(new MetricQuery
        {
            Metrics = tile.Metrics,
            Dimensions = [.. keys, .. tile.Dimensions],
            Filters = [.. filters.Select(filter => new MetricFilter(filter.Column, [filter.Value]))],
            From = period?.From ?? (tile.IsUndated || !IsDaily ? null : firstDay),
            To = tile.IsUndated ? null : period?.To ?? asOf,
            Comparison = tile.Comparison,
        });
        return Fill(figures, keys, filters, period);
    }

    /// <summary>For all members of all slicers at once, with <see cref="FigureCube.All"/> for all of them; null where only <see cref="Sql"/> can tell.</summary>
    public string? Cube(Period period)
    {
        if (!FigureCube.Covers(catalog, tile))
            return null;
        var keys = KeyColumns(tile.Cuts);
        var cube = Figures(period);
        if (tile.Comparison == PeriodComparison.None)
            return Fill(cube.Sql(tile.Metrics), keys, [], period);
        var before = period.Before();
        return cube.Compared(tile.Metrics, before.From < firstDay ? null : Figures(before));

        FigureCube Figures(Period days) => new(catalog, keys, tile.Dimensions, Day(days.From), Day(days.To));
    }

    private string Fill(string figures, IReadOnlyList<string> keys, IReadOnlyList<(string Column, string Value)> filters, Period? period)
    {
        if (template is null)
            return figures;
        var parts = new Dictionary<string, string>(parameters)
        {
            ["figures"] = figures.Replace("\n", "\n    ", StringComparison.Ordinal),
            ["keys"] = string.Concat(keys.Select(key => $"{key}, ")),
            ["filter"] = string.Concat(filters.Select(filter => $" and {filter.Column} = {Quoted(filter.Value)}")),
            ["from"] = Day(period?.From ?? firstDay),
            ["to"] = Day(period?.To ?? asOf),
            ["first_day"] = Day(firstDay),
            ["as_of"] = Day(asOf),
        };
        return PageResource.Fill(template, parts).TrimEnd();
    }

    // Levels and to-date figures begin by themselves; series over time begin with the sales.
    private bool IsDaily => tile.Dimensions.Any(name => catalog.Dimension(name).Grain is not null);

    // The method's own name hides the class.
    private static string Quoted(string text) => Database.Sql.Literal(text);

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"date '{day:yyyy-MM-dd}'");
}
