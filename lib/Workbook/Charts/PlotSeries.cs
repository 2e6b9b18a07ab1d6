namespace Workbook.Charts;

internal enum ChartKind { Line, Bar, Scatter, Histogram, Heatmap, Pie, Box }

/// <summary>One trace: values as they came, not yet in plotly's terms.</summary>
/// <param name="Name">Null for a series that stands alone.</param>
/// <param name="X">Empty where the kind has none. A pie's labels.</param>
/// <param name="Y">Empty where the kind has none. A pie's values.</param>
internal sealed record PlotSeries(ChartKind Kind, string? Name, IReadOnlyList<object?> X, IReadOnlyList<object?> Y)
{
    /// <summary>What a NULL is called where it is a name: a colour, a slice, a category.</summary>
    public const string Null = "NULL";

    /// <summary>A heatmap's cells, a row for each of <see cref="Y"/>.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Cells { get; init; } = [];

    /// <summary>About how many bins a histogram should have; null leaves it to plotly.</summary>
    public int? Bins { get; init; }

    public static List<object?> Values<T>(IEnumerable<T> values) => [.. values.Select(value => (object?)value)];

    /// <summary>A series for each colour, in the order in which the colours first appear.</summary>
    public static IReadOnlyList<PlotSeries> Split(ChartKind kind, IReadOnlyList<object?> x, IReadOnlyList<object?> y, IReadOnlyList<object?>? colors)
    {
        if (kind != ChartKind.Histogram && (kind != ChartKind.Box || x.Count > 0))
            RequireSameLength(x, y, "y");
        if (colors is null)
            return [new PlotSeries(kind, null, x, y)];
        return [.. Enumerable.Range(0, Math.Max(x.Count, y.Count)).GroupBy(row => Label(colors[row])).Select(rows => new PlotSeries(
            kind, rows.Key, x.Count == 0 ? [] : [.. rows.Select(row => x[row])], y.Count == 0 ? [] : [.. rows.Select(row => y[row])]))];
    }

    /// <summary>Rows of (x, y, value) as a grid; a pair without a row is an empty cell.</summary>
    /// <exception cref="WorkbookException">A pair has two rows: which one to show isn't for the chart to say.</exception>
    public static PlotSeries Grid(IReadOnlyList<object?> x, IReadOnlyList<object?> y, IReadOnlyList<object?> z)
    {
        RequireSameLength(x, y, "y");
        RequireSameLength(x, z, "z");
        var (columns, rows) = (Positions(x), Positions(y));
        var cells = rows.Order.Select(_ => new object?[columns.Order.Count]).ToList();
        var seen = new HashSet<(int, int)>();
        for (var index = 0; index < z.Count; index++)
        {
            var (column, row) = (columns.Of[Label(x[index])], rows.Of[Label(y[index])]);
            if (!seen.Add((column, row)))
                throw new WorkbookException($"A heatmap expects one value for each pair, but x = {Label(x[index])}, y = {Label(y[index])} has several. Aggregate them first: GROUP BY both columns.");
            cells[row][column] = z[index];
        }
        return new PlotSeries(ChartKind.Heatmap, null, columns.Order, rows.Order) { Cells = cells };
    }

    private static (List<object?> Order, Dictionary<string, int> Of) Positions(IReadOnlyList<object?> values)
    {
        var (order, positions) = (new List<object?>(), new Dictionary<string, int>());
        foreach (var value in values)
            if (positions.TryAdd(Label(value), order.Count))
                order.Add(value ?? Null);
        return (order, positions);
    }

    public static string Label(object? value) => PlotValue.Text(value) ?? Null;

    private static void RequireSameLength(IReadOnlyList<object?> x, IReadOnlyList<object?> values, string name)
    {
        if (x.Count != values.Count)
            throw new WorkbookException($"A chart expects as many x as {name} values, but was given {x.Count} and {values.Count}.");
    }
}
