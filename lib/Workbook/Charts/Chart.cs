namespace Workbook.Charts;

/// <summary>
/// A chart for a notebook or a report, drawn by plotly.js in the reader's browser, without a network. It is made from
/// sequences or from a query's columns, and is a value: <see cref="With"/> and <see cref="And"/> return another one.
/// <code>
/// Chart.Bar(connection, "SELECT day, channel, count(*) AS orders FROM sales GROUP BY ALL ORDER BY day",
///     x: "day", y: "orders", color: "channel").With(title: "Orders", stacked: true)
/// </code>
/// NULL, NaN and infinity are gaps; among categories, NULL is one of them. Instants are shown in UTC, lengths of time in seconds. Categories and colours keep the
/// order in which they come. The points travel with the page, so a chart refuses more than <see cref="MaxPoints"/>.
/// </summary>
public sealed partial record Chart
{
    /// <summary>More makes a page that browsers open with pain; aggregate, or sample with <c>USING SAMPLE</c>.</summary>
    public const int MaxPoints = 200_000;

    private Chart(IReadOnlyList<PlotSeries> series)
    {
        var points = series.Sum(one => (long)Math.Max(one.X.Count, one.Y.Count) + one.Cells.Sum(row => (long)row.Count));
        if (points > MaxPoints)
            throw TooMany(points);
        Series = series;
    }

    private static WorkbookException TooMany(long points) =>
        new(Invariant($"A chart shows at most {MaxPoints:N0} points but was given {points:N0}. Aggregate them, or take a sample: USING SAMPLE 50000."));

    internal IReadOnlyList<PlotSeries> Series { get; init; }

    /// <summary>Instead of series, for the kinds that are put together from others.</summary>
    internal Picture? Picture { get; init; }

    /// <summary>Stands above the picture, and names the page; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>A query's column names unless it is set; empty for none.</summary>
    public string? XTitle { get; init; }

    /// <inheritdoc cref="XTitle"/>
    public string? YTitle { get; init; }

    /// <summary>Over the legend, or over a heatmap's scale.</summary>
    public string? LegendTitle { get; init; }

    /// <summary>
    /// Of the values: of y, a heatmap's cells, a histogram's x. Signs such as % and A$ stand at each number, words such as AUD in
    /// the axis's title and after the figures of cards, maps and shares. Values are shown as they are: 12 is 12%, not 0.12.
    /// </summary>
    public string? Unit { get; init; }

    /// <summary>In pixels; null takes the page's width.</summary>
    public int? Width { get; init; }

    /// <summary>In pixels; null is 400, more for horizontal bars with many categories, and what the kind needs for cards, tables and the like.</summary>
    public int? Height { get; init; }

    /// <summary>Bars and histograms on top of each other, lines as areas; the other kinds have nothing to stack.</summary>
    public bool IsStacked { get; init; }

    /// <summary>What was x goes up the side, from top to bottom, so that long categories can be read. Only where there are axes, and not for heatmaps.</summary>
    public bool IsHorizontal { get; init; }

    internal bool HasSwappedAxes => IsHorizontal && !Series.Any(series => series.Kind is ChartKind.Pie or ChartKind.Heatmap);

    /// <summary>Needs numbers in x: drawing it throws a <see cref="WorkbookException"/> where they are categories or dates.</summary>
    public bool XIsLog { get; init; }

    /// <summary>As <see cref="XIsLog"/>, for y.</summary>
    public bool YIsLog { get; init; }

    /// <summary>By default one that is readable on light and on dark pages.</summary>
    public ChartTemplate Template { get; init; } = ChartTemplate.Default;

    /// <summary>The same chart, but for what is given; null leaves a setting as it is.</summary>
    public Chart With(string? title = null, string? x = null, string? y = null, string? legend = null, int? width = null, int? height = null,
        bool? stacked = null, bool? horizontal = null, bool? logX = null, bool? logY = null, ChartTemplate? template = null, string? unit = null) => this with
    {
        Title = title ?? Title,
        XTitle = x ?? XTitle,
        YTitle = y ?? YTitle,
        LegendTitle = legend ?? LegendTitle,
        Width = width ?? Width,
        Height = height ?? Height,
        IsStacked = stacked ?? IsStacked,
        IsHorizontal = horizontal ?? IsHorizontal,
        XIsLog = logX ?? XIsLog,
        YIsLog = logY ?? YIsLog,
        Template = template ?? Template,
        Unit = unit ?? Unit,
    };

    /// <summary>Both in one picture, such as a line over bars; this one's titles and settings.</summary>
    /// <exception cref="WorkbookException">One of them has no axes to share, as a pie or a map, or together they have too many points.</exception>
    public Chart And(Chart other)
    {
        if ((Picture ?? other.Picture) is { } alone)
            throw new WorkbookException($"{alone.Name} can't share its picture with another chart. Show them one after the other.");
        List<PlotSeries> both = [.. Series, .. other.Series];
        if (both.Any(series => series.Kind is ChartKind.Pie or ChartKind.Heatmap))
            throw new WorkbookException("A pie or a heatmap can't share its picture with another chart. Show them one after the other.");
        return this with { Series = new Chart(both).Series };
    }

    /// <summary>Of a figure as JSON, in notebooks.</summary>
    public const string MimeType = "application/vnd.plotly.v1+json";

    /// <summary>The figure as <see cref="MimeType"/> has it: data, layout, config. The same chart gives the same bytes.</summary>
    public string ToPlotlyJson() => Figure.Json(this);

    /// <summary>A page of its own.</summary>
    /// <param name="offline">True puts plotly.js (2 MB, packed) into the page; false fetches it from plotly's servers when the page is opened.</param>
    public string ToHtml(bool offline = true) => ChartHtml.Page(this, offline);

    /// <summary>A piece of a page or of a notebook, which needs no network.</summary>
    /// <param name="withPlotly">
    /// Brings plotly.js (2 MB, packed) along. One chart of a page must, and one is enough: the others wait for it, wherever it
    /// stands. <see cref="ChartPage"/> keeps count.
    /// </param>
    public string ToHtmlFragment(bool withPlotly = true) => ChartHtml.Fragment(ToPlotlyJson(), withPlotly);
}
