using DuckDB.NET.Data;

namespace Workbook.Charts;

public sealed partial record Chart
{
    /// <summary>A figure on a card. What it is goes into the title, and its unit into <see cref="Unit"/>.</summary>
    /// <param name="value">Null is shown as a dash.</param>
    /// <param name="previous">What the figure was before: the card shows the change, as a share where that makes sense.</param>
    /// <param name="trend">Earlier figures and this one, drawn as a small line.</param>
    /// <param name="lowerIsBetter">A rise is then coloured as bad; its arrow always points up.</param>
    public static Chart Kpi(double? value, double? previous = null, IEnumerable<double?>? trend = null, bool lowerIsBetter = false) =>
        new([]) { Picture = new KpiCard(value, previous, [.. trend ?? []], lowerIsBetter) };

    /// <summary>The last row's figure; the rows before it are the trend.</summary>
    /// <param name="previous">A column with what the figure was before; null compares with nothing.</param>
    /// <exception cref="WorkbookException">There is no such column, it isn't of numbers, or there are too many rows.</exception>
    /// <inheritdoc cref="Kpi(double?,double?,IEnumerable{double?},bool)"/>
    public static Chart Kpi(DuckDBConnection connection, string sql, string value, string? previous = null, bool lowerIsBetter = false)
    {
        var columns = QueryColumns.Read(connection, sql, previous is null ? [value] : [value, previous]);
        var values = columns[0].Select(PlotValue.Number).ToList();
        return Kpi(values.LastOrDefault(), previous is null ? null : columns[1].Select(PlotValue.Number).LastOrDefault(), values, lowerIsBetter) with { Title = value };
    }

    /// <summary>A value between its least and its most. The title says what it is.</summary>
    /// <param name="value">The needle stops at the ends, the figure below doesn't.</param>
    /// <param name="thresholds">Where a new band begins, rising; with two: bad, warning, good.</param>
    /// <param name="lowerIsBetter">The first band is then the good one.</param>
    /// <exception cref="WorkbookException">The ends or the thresholds don't rise.</exception>
    public static Chart Gauge(double? value, double maximum, double minimum = 0, IReadOnlyList<double>? thresholds = null, bool lowerIsBetter = false)
    {
        double[] ends = [minimum, .. thresholds ?? [], maximum];
        for (var index = 1; index < ends.Length; index++)
        {
            if (!(double.IsFinite(ends[index - 1]) && double.IsFinite(ends[index]) && ends[index] > ends[index - 1]))
                throw new WorkbookException(FormattableString.Invariant($"A gauge expects minimum, thresholds and maximum to rise, but {ends[index]} comes after {ends[index - 1]}. Sort the thresholds, and keep them between the ends."));
        }
        return new([]) { Picture = new Gauge(value, minimum, maximum, thresholds ?? [], lowerIsBetter) };
    }

    /// <summary>The last row's value.</summary>
    /// <exception cref="WorkbookException">There is no such column, it isn't of numbers, or the ends or thresholds don't rise.</exception>
    /// <inheritdoc cref="Gauge(double?,double,double,IReadOnlyList{double},bool)"/>
    public static Chart Gauge(DuckDBConnection connection, string sql, string value, double maximum, double minimum = 0, IReadOnlyList<double>? thresholds = null, bool lowerIsBetter = false) =>
        Gauge(QueryColumns.Read(connection, sql, value)[0].Select(PlotValue.Number).LastOrDefault(), maximum, minimum, thresholds, lowerIsBetter) with { Title = value };

    /// <summary>Stages from the first to the last, with what share of the first each one is.</summary>
    /// <exception cref="WorkbookException">The sequences differ in length, a stage comes twice, or a value is no number or negative.</exception>
    public static Chart Funnel<TStage, TValue>(IEnumerable<TStage> stages, IEnumerable<TValue> values) => FunnelOf(PlotSeries.Values(stages), PlotSeries.Values(values));

    /// <inheritdoc cref="Funnel{TStage,TValue}(IEnumerable{TStage},IEnumerable{TValue})"/>
    public static Chart Funnel(DuckDBConnection connection, string sql, string stages, string values)
    {
        var columns = QueryColumns.Read(connection, sql, stages, values);
        return FunnelOf(columns[0], columns[1]);
    }

    /// <summary>A bridge: a first total, changes one below the other, and the total that they add up to, exactly and with all digits.</summary>
    /// <param name="labels">Of the first total and of each change.</param>
    /// <param name="amounts">The first total, then the changes.</param>
    /// <param name="total">What the last bar is called.</param>
    /// <exception cref="WorkbookException">The sequences are empty or differ in length, a label comes twice, or an amount is no number.</exception>
    public static Chart Waterfall<TLabel, TAmount>(IEnumerable<TLabel> labels, IEnumerable<TAmount> amounts, string total = "Total") =>
        WaterfallOf(PlotSeries.Values(labels), PlotSeries.Values(amounts), total);

    /// <inheritdoc cref="Waterfall{TLabel,TAmount}(IEnumerable{TLabel},IEnumerable{TAmount},string)"/>
    public static Chart Waterfall(DuckDBConnection connection, string sql, string labels, string amounts, string total = "Total")
    {
        var columns = QueryColumns.Read(connection, sql, labels, amounts);
        return WaterfallOf(columns[0], columns[1], total) with { YTitle = amounts };
    }

    /// <summary>Rectangles as large as their shares. Rows with the same labels are added up.</summary>
    /// <param name="path">Labels from the outermost part to the innermost, such as category and product.</param>
    /// <exception cref="WorkbookException">A value is no number or negative, or there are more than 2,000 parts.</exception>
    public static Chart Treemap<T>(IEnumerable<T> rows, Func<T, object?> values, params IReadOnlyList<Func<T, object?>> path) =>
        new([]) { Picture = new Treemap(SharesOf(rows, values, path)) };

    /// <inheritdoc cref="Treemap{T}(IEnumerable{T},Func{T,object},IReadOnlyList{Func{T,object}})"/>
    public static Chart Treemap(DuckDBConnection connection, string sql, string values, params IReadOnlyList<string> path) =>
        new([]) { Picture = new Treemap(SharesOf(connection, sql, values, path)) };

    /// <summary>Rings as wide as their shares, the outermost parts in the middle.</summary>
    /// <inheritdoc cref="Treemap{T}(IEnumerable{T},Func{T,object},IReadOnlyList{Func{T,object}})"/>
    public static Chart Sunburst<T>(IEnumerable<T> rows, Func<T, object?> values, params IReadOnlyList<Func<T, object?>> path) =>
        new([]) { Picture = new Sunburst(SharesOf(rows, values, path)) };

    /// <inheritdoc cref="Sunburst{T}(IEnumerable{T},Func{T,object},IReadOnlyList{Func{T,object}})"/>
    public static Chart Sunburst(DuckDBConnection connection, string sql, string values, params IReadOnlyList<string> path) =>
        new([]) { Picture = new Sunburst(SharesOf(connection, sql, values, path)) };

    /// <summary>Points on a coarse outline of the land, in degrees; the view is as wide as they need. It loads nothing.</summary>
    /// <param name="value">Gives a point's area and colour.</param>
    /// <param name="label">Under the pointer.</param>
    /// <exception cref="WorkbookException">A place is NULL or not on the earth, or there are too many points.</exception>
    public static Chart Map<T>(IEnumerable<T> rows, Func<T, object?> latitude, Func<T, object?> longitude, Func<T, object?>? value = null, Func<T, object?>? label = null)
    {
        var all = rows.ToList();
        List<object?> Of(Func<T, object?>? part) => part is null ? [] : [.. all.Select(part)];
        return MapOf(Of(latitude), Of(longitude), Of(value), Of(label));
    }

    /// <inheritdoc cref="Map{T}(IEnumerable{T},Func{T,object},Func{T,object},Func{T,object},Func{T,object})"/>
    public static Chart Map(DuckDBConnection connection, string sql, string latitude, string longitude, string? value = null, string? label = null)
    {
        var columns = new Queue<List<object?>>(QueryColumns.Read(connection, sql, [.. new[] { latitude, longitude, value, label }.OfType<string>()]));
        return MapOf(columns.Dequeue(), columns.Dequeue(), value is null ? [] : columns.Dequeue(), label is null ? [] : columns.Dequeue()) with { LegendTitle = value };
    }

    /// <summary>What depends on what, from left to right: each node right of all that it reads. At most 200 nodes.</summary>
    /// <param name="edges">From what is read to what reads it.</param>
    /// <param name="group">What a node is one of, such as its layer: gives it its colour.</param>
    /// <exception cref="WorkbookException">The edges run in a circle, or there are none or too many.</exception>
    public static Chart Graph(IEnumerable<(string From, string To)> edges, Func<string, string?>? group = null)
    {
        var all = edges.Distinct().ToList();
        var names = all.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().ToList();
        if (names.Count is 0 or > 200)
            throw new WorkbookException($"A graph shows 2 to 200 nodes but was given {names.Count}. Choose some of them: what one model reads, for example.");
        return new([]) { Picture = new LayeredGraph([.. names.Select(name => new GraphNode(name, group?.Invoke(name)))], [.. all.Select(edge => (names.IndexOf(edge.From), names.IndexOf(edge.To)))]) };
    }

    /// <summary>Rows as text, at most 60.</summary>
    /// <exception cref="WorkbookException">There are more rows, or a value is a list, a struct or bytes.</exception>
    public static Chart Table<T>(IEnumerable<T> rows, params IReadOnlyList<(string Name, Func<T, object?> Value)> columns)
    {
        var all = rows.ToList();
        return TableOf([.. columns.Select(column => column.Name)], [.. columns.Select(column => all.Select(column.Value).ToList())]);
    }

    /// <param name="columns">Names of the query's columns, in the table's order.</param>
    /// <inheritdoc cref="Table{T}(IEnumerable{T},IReadOnlyList{ValueTuple{string,Func{T,object}}})"/>
    public static Chart Table(DuckDBConnection connection, string sql, params IReadOnlyList<string> columns) => TableOf(columns, QueryColumns.Read(connection, sql, columns));

    private static Chart FunnelOf(IReadOnlyList<object?> stages, IReadOnlyList<object?> values)
    {
        PlotSeries.Split(ChartKind.Bar, stages, values, null);
        List<string> names = [.. stages.Select(PlotSeries.Label)];
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new WorkbookException($"A funnel expects each stage once, but '{twice.Key}' comes {twice.Count()} times. Aggregate them first: GROUP BY the stage.");
        return new([]) { Picture = new Funnel(names, [.. values.Select((value, index) => PlotValue.Amount(value, "A funnel's stage", names[index]))]) };
    }

    private static Chart WaterfallOf(List<object?> labels, List<object?> amounts, string total)
    {
        PlotSeries.Split(ChartKind.Bar, labels, amounts, null);
        List<string> names = [.. labels.Select(PlotSeries.Label)];
        if (names.Count == 0)
            throw new WorkbookException("A waterfall expects a first total but was given no rows.");
        if (names.Append(total).GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new WorkbookException($"A waterfall expects each label once, but '{twice.Key}' comes {twice.Count()} times. Aggregate them first (GROUP BY the label), or name the total otherwise.");
        return new([]) { Picture = new Waterfall(names, [.. amounts.Select(PlotValue.Exact)], total) };
    }

    private static IReadOnlyList<Share> SharesOf<T>(IEnumerable<T> rows, Func<T, object?> values, IReadOnlyList<Func<T, object?>> path) =>
        Share.Of([.. rows.Select(row => Shares(values(row), [.. path.Select(label => label(row))]))]);

    private static IReadOnlyList<Share> SharesOf(DuckDBConnection connection, string sql, string values, IReadOnlyList<string> path)
    {
        var columns = QueryColumns.Read(connection, sql, [values, .. path]);
        return Share.Of([.. columns[0].Select((value, row) => Shares(value, [.. columns.Skip(1).Select(column => column[row])]))]);
    }

    private static (IReadOnlyList<string?>, double) Shares(object? value, IReadOnlyList<object?> place)
    {
        List<string?> labels = [.. place.Select(PlotValue.Text)];
        return (labels, PlotValue.Amount(value, "A share of a whole", string.Join(" / ", labels.Select(label => label ?? PlotSeries.Null))));
    }

    private static Chart MapOf(List<object?> latitude, List<object?> longitude, List<object?> values, List<object?> labels)
    {
        if (latitude.Count > MaxPoints)
            throw TooMany(latitude.Count);
        return new([]) { Picture = new PointMap(Degrees(latitude, "latitude", 90), Degrees(longitude, "longitude", 180), [.. values.Select(PlotValue.Number)], [.. labels.Select(PlotSeries.Label)]) };

        static IReadOnlyList<double> Degrees(IReadOnlyList<object?> values, string name, double most) => [.. values.Select((value, row) =>
            PlotValue.Number(value) is { } degrees && Math.Abs(degrees) <= most ? degrees
            : throw new WorkbookException(Invariant($"A map expects a {name} from -{most} to {most}, but row {row + 1} has {PlotValue.Text(value) ?? PlotSeries.Null}. Leave such rows out: WHERE {name} BETWEEN -{most} AND {most}.")))];
    }

    private static Chart TableOf(IReadOnlyList<string> names, List<List<object?>> columns)
    {
        if (columns.Count > 0 && columns[0].Count > TableGrid.MaxRows)
            throw new WorkbookException(Invariant($"A table among charts shows at most {TableGrid.MaxRows} rows but was given {columns[0].Count:N0}. Take the first ones (ORDER BY … LIMIT 20), or show the query itself."));
        return new([]) { Picture = new TableGrid(names, columns) };
    }
}
