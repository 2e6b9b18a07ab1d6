namespace Workbook.Dashboards;

public enum TileKind { Cards, Bars, Lines, Forecast, Scatter, Heatmap, Funnel, Gauges, Map, Table, Drill, WhatIfPrice, WhatIfSla }

/// <summary>How a tile's rows are drawn. Columns that aren't named are for the tooltip, or for another view.</summary>
public sealed record TileView(TileKind Kind)
{
    /// <summary>The column of categories, days or places.</summary>
    public string? X { get; init; }

    public string? XTitle { get; init; }

    /// <summary>The values: a card, a series or a column of the table for each. Names of metrics, unless defined in <see cref="Own"/>.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What isn't a metric of the catalogue.</summary>
    public IReadOnlyList<Measure> Own { get; init; } = [];

    /// <summary>A column with a series for each of its values; in a heatmap the rows.</summary>
    public string? Color { get; init; }

    /// <summary>Figures that are the same in all rows, shown in a line above the picture.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public bool IsHorizontal { get; init; }

    public bool IsStacked { get; init; }

    /// <summary>Labels in words for values that are codes.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();

    /// <summary>The slicer (region or category) that a click sets, by the column of that name.</summary>
    public string? SetsSlicer { get; init; }

    /// <summary>For a gauge: the ends, and where a band begins.</summary>
    public IReadOnlyList<GaugeScale> Scales { get; init; } = [];

    /// <summary>Columns of the page's grid, of twelve.</summary>
    public int Width { get; init; } = 6;

    /// <summary>Pixels of the picture.</summary>
    public int Height { get; init; } = 300;
}

public sealed record GaugeScale(double Minimum, double Maximum, IReadOnlyList<double> Thresholds, bool IsLowerBetter);
