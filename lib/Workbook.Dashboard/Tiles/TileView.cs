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

    /// <summary>Columns that lead from the whole down to a point, the widest first; a <see cref="TileKind.Drill"/> goes down them, one more level each, and names what is there by <see cref="X"/>.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>What stands at the path's beginning: <c>All categories</c>.</summary>
    public string? PathTitle { get; init; }

    /// <summary>The tile that a click on a row opens for that row's member; null for none.</summary>
    public OpenedTile? Opens { get; init; }

    /// <summary>For a gauge: the ends, and where a band begins.</summary>
    public IReadOnlyList<GaugeScale> Scales { get; init; } = [];

    /// <summary>Columns of the page's grid, of twelve.</summary>
    public int Width { get; init; } = 6;

    /// <summary>Pixels of the picture.</summary>
    public int Height { get; init; } = 300;
}

/// <summary>A tile that shows one member of another tile's rows.</summary>
/// <param name="Tile">The id of one that <see cref="TileDefinition.IsDetail"/>.</param>
/// <param name="Key">The column of both that tells members apart.</param>
/// <param name="Name">The member's name, a column of the tile that opens it.</param>
/// <param name="Title">The member's name, a column of the opened tile.</param>
/// <param name="Word">What a member is: <c>store</c>.</param>
public sealed record OpenedTile(string Tile, string Key, string Name, string Title, string Word)
{
    /// <summary>Columns of the opened tile that are told above its picture, with their labels.</summary>
    public IReadOnlyList<(string Column, string Label)> Facts { get; init; } = [];
}

public sealed record GaugeScale(double Minimum, double Maximum, IReadOnlyList<double> Thresholds, bool IsLowerBetter);
