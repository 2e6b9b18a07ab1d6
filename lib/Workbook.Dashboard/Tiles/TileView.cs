namespace Workbook.Dashboards;

/// <summary>How a tile looks, and which columns its query must have beside those of its <see cref="TileView"/>.</summary>
public enum TileKind
{
    /// <summary>One row: a figure for each value, with its change where there is a column <c>NAME_prior</c>.</summary>
    Cards,

    /// <summary>A bar for each row; with <see cref="TileView.Color"/> one for each of its values.</summary>
    Bars,

    /// <summary>A line for each value over the days in <see cref="TileView.X"/>.</summary>
    Lines,

    /// <summary>The first value by day, and after it <c>forecast</c>, <c>low</c> and <c>high</c>, which are null on the days that are known.</summary>
    Forecast,

    /// <summary>A point for each row, named by <see cref="TileView.Color"/>, of two measures: <see cref="TileView.X"/> and the first value.</summary>
    Scatter,

    /// <summary>The first value by <see cref="TileView.X"/> (across) and <see cref="TileView.Color"/> (down).</summary>
    Heatmap,

    /// <summary>A step for each row, in the query's order, with its share of the step before.</summary>
    Funnel,

    /// <summary>One row: a dial for each value, by its <see cref="TileView.Scales"/>.</summary>
    Gauges,

    /// <summary>Points at <c>latitude</c> and <c>longitude</c> (degrees), named by <see cref="TileView.X"/>, as large as the first value.</summary>
    Map,

    /// <summary>A row for each row, named by <see cref="TileView.X"/>.</summary>
    Table,

    /// <summary>Bars that lead down <see cref="TileView.Path"/>; <c>level</c> says at which step of it a row stands, from 1.</summary>
    Drill,

    /// <summary>One row of money and pieces, the first two values, and what they become with another price and an elasticity.</summary>
    WhatIfPrice,

    /// <summary>How many (the first value) took how many days (<see cref="TileView.X"/>), and the share within a promise that one sets.</summary>
    WhatIfSla,
}

/// <summary>How a tile's rows are drawn. Columns that aren't named are for the tooltip, or for another view.</summary>
public sealed record TileView(TileKind Kind)
{
    /// <summary>The column of categories, days or places.</summary>
    public string? X { get; init; }

    /// <summary>The title of <see cref="X"/>, in words; null for none (a table then shows the column's name).</summary>
    public string? XTitle { get; init; }

    /// <summary>The values: a card, a series or a column of the table for each. Names of metrics, unless defined in <see cref="Own"/>.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What isn't a metric of the catalogue.</summary>
    public IReadOnlyList<Measure> Own { get; init; } = [];

    /// <summary>A column with a series for each of its values; in a heatmap the rows.</summary>
    public string? Color { get; init; }

    /// <summary>Figures that are the same in all rows, shown in a line above the picture.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Bars that lie, for long names.</summary>
    public bool IsHorizontal { get; init; }

    /// <summary>Series on top of each other.</summary>
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

/// <summary>The scale of a gauge, in the measure's own unit (a share: 0.25 is 25 %).</summary>
/// <param name="Minimum">Where the dial begins.</param>
/// <param name="Maximum">Where it ends.</param>
/// <param name="Thresholds">Where a band begins, rising; two of them make three bands.</param>
/// <param name="IsLowerBetter">The first band is then the good one.</param>
public sealed record GaugeScale(double Minimum, double Maximum, IReadOnlyList<double> Thresholds, bool IsLowerBetter);
