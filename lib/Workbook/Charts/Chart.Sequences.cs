namespace Workbook.Charts;

public sealed partial record Chart
{
    /// <summary>In the order of the points; sort them first.</summary>
    /// <param name="name">In the legend, once there are several series.</param>
    /// <exception cref="WorkbookException">The sequences differ in length.</exception>
    public static Chart Line<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string? name = null) => Of(ChartKind.Line, x, y, name);

    /// <param name="color">A series for each of its values.</param>
    /// <inheritdoc cref="Line{TX,TY}(IEnumerable{TX},IEnumerable{TY},string)"/>
    public static Chart Line<T>(IEnumerable<T> rows, Func<T, object?> x, Func<T, object?> y, Func<T, object?>? color = null) => Of(ChartKind.Line, rows, x, y, color);

    /// <inheritdoc cref="Line{TX,TY}(IEnumerable{TX},IEnumerable{TY},string)"/>
    public static Chart Bar<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string? name = null) => Of(ChartKind.Bar, x, y, name);

    /// <inheritdoc cref="Line{T}(IEnumerable{T},Func{T,object},Func{T,object},Func{T,object})"/>
    public static Chart Bar<T>(IEnumerable<T> rows, Func<T, object?> x, Func<T, object?> y, Func<T, object?>? color = null) => Of(ChartKind.Bar, rows, x, y, color);

    /// <inheritdoc cref="Line{TX,TY}(IEnumerable{TX},IEnumerable{TY},string)"/>
    public static Chart Scatter<TX, TY>(IEnumerable<TX> x, IEnumerable<TY> y, string? name = null) => Of(ChartKind.Scatter, x, y, name);

    /// <inheritdoc cref="Line{T}(IEnumerable{T},Func{T,object},Func{T,object},Func{T,object})"/>
    public static Chart Scatter<T>(IEnumerable<T> rows, Func<T, object?> x, Func<T, object?> y, Func<T, object?>? color = null) => Of(ChartKind.Scatter, rows, x, y, color);

    /// <param name="bins">About how many; null lets plotly choose.</param>
    public static Chart Histogram<T>(IEnumerable<T> values, string? name = null, int? bins = null) =>
        new([new PlotSeries(ChartKind.Histogram, name, PlotSeries.Values(values), []) { Bins = bins }]);

    /// <summary>Median, quartiles, whiskers of 1.5 interquartile ranges, and what lies outside.</summary>
    public static Chart Box<T>(IEnumerable<T> values, string? name = null) => new([new PlotSeries(ChartKind.Box, name, [], PlotSeries.Values(values))]);

    /// <summary>A box for each value of <paramref name="x"/>.</summary>
    /// <inheritdoc cref="Line{T}(IEnumerable{T},Func{T,object},Func{T,object},Func{T,object})"/>
    public static Chart Box<T>(IEnumerable<T> rows, Func<T, object?> x, Func<T, object?> y, Func<T, object?>? color = null) => Of(ChartKind.Box, rows, x, y, color);

    /// <summary>One cell for each triple; pairs that don't occur stay empty.</summary>
    /// <exception cref="WorkbookException">A pair occurs twice, or the sequences differ in length.</exception>
    public static Chart Heatmap<TX, TY, TZ>(IEnumerable<TX> x, IEnumerable<TY> y, IEnumerable<TZ> z) =>
        new([PlotSeries.Grid(PlotSeries.Values(x), PlotSeries.Values(y), PlotSeries.Values(z))]);

    /// <summary>Slices in the order they come; a label that comes twice is one slice.</summary>
    /// <exception cref="WorkbookException">The sequences differ in length.</exception>
    public static Chart Pie<TLabel, TValue>(IEnumerable<TLabel> labels, IEnumerable<TValue> values) => Of(ChartKind.Pie, labels, values, null);

    private static Chart Of<TX, TY>(ChartKind kind, IEnumerable<TX> x, IEnumerable<TY> y, string? name)
    {
        var series = PlotSeries.Split(kind, PlotSeries.Values(x), PlotSeries.Values(y), null);
        return new([series[0] with { Name = name }]);
    }

    private static Chart Of<T>(ChartKind kind, IEnumerable<T> rows, Func<T, object?> x, Func<T, object?> y, Func<T, object?>? color)
    {
        var all = rows.ToList();
        return new(PlotSeries.Split(kind, [.. all.Select(x)], [.. all.Select(y)], color is null ? null : [.. all.Select(color)]));
    }
}
