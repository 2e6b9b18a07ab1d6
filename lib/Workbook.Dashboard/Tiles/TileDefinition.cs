using Workbook.Models.Metrics;

namespace Workbook.Dashboards;

/// <summary>A visual before it has rows: the question, and how the answer is drawn.</summary>
/// <param name="Id">Names its SQL, too, where it has some of its own.</param>
public sealed record TileDefinition(string Id, string Title, string About, TileView View)
{
    /// <summary>The slicers that its rows go by: a column <c>region</c> or <c>category</c> for each that is asked for.</summary>
    public Cuts Cuts { get; init; } = Cuts.All;

    /// <summary>Of the catalogue; they and <see cref="Dimensions"/> are a query on their own, or the part <c>{{figures}}</c> of one.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>Of the catalogue, such as <c>day</c>; without any there is one row.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = [];

    /// <summary>With what the metrics are compared: columns <c>NAME_prior</c> for the period before; none by default.</summary>
    public PeriodComparison Comparison { get; init; }

    /// <summary>Whether <see cref="DashboardDefinition.Query"/> has SQL for the tile.</summary>
    public bool HasQuery { get; init; }

    /// <summary>Asked without days: what it measures isn't of the business's days.</summary>
    public bool IsUndated { get; init; }

    /// <summary>Its rows are of the whole company: a store manager doesn't get it.</summary>
    public bool IsCompanyWide { get; init; }

    /// <summary>A column of days: the page shows the rows of the period, though the query isn't cut by it.</summary>
    public string? DayColumn { get; init; }

    /// <summary>A column whose values later tiles ask for, as <c>{{its name}}</c> in their SQL: a list of numbers; <c>null</c> where this tile has no rows.</summary>
    public string? SharedColumn { get; init; }

    /// <summary>Not on the page by itself: others open it.</summary>
    public bool IsDetail { get; init; }
}
