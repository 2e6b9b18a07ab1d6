namespace Workbook.Models.Metrics;

/// <summary>The days that a query sets its figures beside.</summary>
public enum PeriodComparison
{
    /// <summary>No further columns.</summary>
    None,

    /// <summary>The period before: the month before a month; without a time dimension as many whole months, or else days, before <see cref="MetricQuery.From"/>.</summary>
    PriorPeriod,

    /// <summary>The same days a year before; whole months stay whole.</summary>
    PriorYear,
}

/// <param name="Values">The rows whose dimension has one of these; null stands for no value.</param>
public sealed record MetricFilter(string Dimension, IReadOnlyList<string?> Values);

/// <summary>What to measure. There is no other clock than <see cref="To"/>: the day on which the question is asked.</summary>
public sealed record MetricQuery
{
    /// <summary>Names of the catalog, one at least; the result has its columns in this order.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>At most one of them cuts time into periods.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = [];

    /// <summary>A row must meet all of them. None may be on a time dimension: that is for <see cref="From"/> and <see cref="To"/>.</summary>
    public IReadOnlyList<MetricFilter> Filters { get; init; } = [];

    /// <summary>First day; null: from the first row on. To-date calculations reach further back on their own.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, the business date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Adds to each metric the columns <c>…_prior</c> and <c>…_change</c> (growth: 0.1 is ten per cent more).</summary>
    public PeriodComparison Comparison { get; init; }
}
