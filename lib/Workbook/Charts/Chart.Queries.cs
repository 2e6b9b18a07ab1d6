using DuckDB.NET.Data;
using Workbook.Query;

namespace Workbook.Charts;

public sealed partial record Chart
{
    /// <summary>In the order of the rows: let the query sort them.</summary>
    /// <param name="sql">One query.</param>
    /// <param name="x">A column's name, in either case.</param>
    /// <param name="y">A column's name, in either case.</param>
    /// <param name="color">A column with a series for each of its values.</param>
    /// <exception cref="WorkbookException">There is no such column, or there are too many rows.</exception>
    /// <exception cref="DuckDBException">The query fails.</exception>
    public static Chart Line(DuckDBConnection connection, string sql, string x, string y, string? color = null) => Of(ChartKind.Line, connection, sql, x, y, color);

    /// <inheritdoc cref="Line(DuckDBConnection,string,string,string,string)"/>
    public static Chart Bar(DuckDBConnection connection, string sql, string x, string y, string? color = null) => Of(ChartKind.Bar, connection, sql, x, y, color);

    /// <inheritdoc cref="Line(DuckDBConnection,string,string,string,string)"/>
    public static Chart Scatter(DuckDBConnection connection, string sql, string x, string y, string? color = null) => Of(ChartKind.Scatter, connection, sql, x, y, color);

    /// <summary>A box for each value of <paramref name="x"/>, or one for all rows.</summary>
    /// <inheritdoc cref="Line(DuckDBConnection,string,string,string,string)"/>
    public static Chart Box(DuckDBConnection connection, string sql, string y, string? x = null, string? color = null) => Of(ChartKind.Box, connection, sql, x, y, color);

    /// <param name="bins">About how many; null lets plotly choose.</param>
    /// <inheritdoc cref="Line(DuckDBConnection,string,string,string,string)"/>
    public static Chart Histogram(DuckDBConnection connection, string sql, string x, string? color = null, int? bins = null)
    {
        var chart = Of(ChartKind.Histogram, connection, sql, x, null, color);
        return chart with { Series = [.. chart.Series.Select(series => series with { Bins = bins })], YTitle = "rows" };
    }

    /// <summary>A cell for each pair of <paramref name="x"/> and <paramref name="y"/>; pairs without a row stay empty.</summary>
    /// <exception cref="WorkbookException">A pair has several rows, there is no such column, or there are too many rows.</exception>
    /// <inheritdoc cref="Line(DuckDBConnection,string,string,string,string)"/>
    public static Chart Heatmap(DuckDBConnection connection, string sql, string x, string y, string z)
    {
        var columns = QueryColumns.Read(connection, sql, x, y, z);
        return new([PlotSeries.Grid(columns[0], columns[1], columns[2])]) { XTitle = x, YTitle = y, LegendTitle = z };
    }

    /// <summary>Slices in the order of the rows; a label that comes twice is one slice.</summary>
    /// <inheritdoc cref="Line(DuckDBConnection,string,string,string,string)"/>
    public static Chart Pie(DuckDBConnection connection, string sql, string labels, string values) =>
        Of(ChartKind.Pie, connection, sql, labels, values, null) with { XTitle = null, YTitle = null, LegendTitle = labels };

    /// <summary>Of rows that a query gave, in their order.</summary>
    /// <param name="x">A column's name, in either case.</param>
    /// <param name="y">A column's name, in either case.</param>
    /// <param name="color">A column with a series for each of its values.</param>
    /// <exception cref="WorkbookException">There is no such column.</exception>
    public static Chart Line(IReadOnlyList<SqlRow> rows, string x, string y, string? color = null) => Of(ChartKind.Line, rows, x, y, color);

    /// <inheritdoc cref="Line(IReadOnlyList{SqlRow},string,string,string)"/>
    public static Chart Bar(IReadOnlyList<SqlRow> rows, string x, string y, string? color = null) => Of(ChartKind.Bar, rows, x, y, color);

    /// <inheritdoc cref="Line(IReadOnlyList{SqlRow},string,string,string)"/>
    public static Chart Scatter(IReadOnlyList<SqlRow> rows, string x, string y, string? color = null) => Of(ChartKind.Scatter, rows, x, y, color);

    /// <summary>Slices in the order of the rows; a label that comes twice is one slice.</summary>
    /// <inheritdoc cref="Line(IReadOnlyList{SqlRow},string,string,string)"/>
    public static Chart Pie(IReadOnlyList<SqlRow> rows, string labels, string values) =>
        Of(ChartKind.Pie, rows, labels, values, null) with { XTitle = null, YTitle = null, LegendTitle = labels };

    private static Chart Of(ChartKind kind, IReadOnlyList<SqlRow> rows, string x, string y, string? color)
    {
        List<object?> Column(string name) => [.. rows.Select(row => row[name])];
        return new(PlotSeries.Split(kind, Column(x), Column(y), color is null ? null : Column(color))) { XTitle = x, YTitle = y, LegendTitle = color };
    }

    private static Chart Of(ChartKind kind, DuckDBConnection connection, string sql, string? x, string? y, string? color)
    {
        string[] names = [.. new[] { x, y, color }.OfType<string>()];
        var columns = new Queue<List<object?>>(QueryColumns.Read(connection, sql, names));
        List<object?>? Next(string? name) => name is null ? null : columns.Dequeue();
        return new(PlotSeries.Split(kind, Next(x) ?? [], Next(y) ?? [], Next(color))) { XTitle = x, YTitle = y, LegendTitle = color };
    }
}
