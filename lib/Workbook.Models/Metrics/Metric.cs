using Workbook.Models.Project;

namespace Workbook.Models.Metrics;

/// <summary>Over which dimensions a metric's values may be added up.</summary>
public enum Additivity
{
    /// <summary>Over all: sales.</summary>
    Additive,

    /// <summary>Over all but time: a level, which counts every row up to the end of the period.</summary>
    SemiAdditive,

    /// <summary>Over none: ratios, averages, distinct counts.</summary>
    NonAdditive,
}

public enum TimeCalculation
{
    YearToDate,
    FiscalYearToDate,
    MonthToDate,

    /// <summary>From the first row on.</summary>
    ToDate,

    /// <summary>Over the period's last <see cref="Metric.Days"/> days.</summary>
    Rolling,

    /// <summary>The same, divided by the number of days; a day without rows counts as zero.</summary>
    RollingAverage,
    PriorPeriod,
    PriorYear,

    /// <summary>Growth against the same days a year before: 0.1 is ten per cent more.</summary>
    YearOverYear,
}

public enum TimeGrain { Day, Week, Month, Quarter, Year }

/// <summary>
/// One of three kinds: an aggregate (<see cref="Expression"/> over <see cref="Table"/>), a ratio of two other metrics
/// (<see cref="Numerator"/>, <see cref="Denominator"/>), or another metric (<see cref="Of"/>) over other days
/// (<see cref="Calculation"/>).
/// </summary>
public sealed record Metric
{
    public required string Name { get; init; }
    public required string Label { get; init; }
    public required Additivity Additivity { get; init; }

    /// <summary>currency, integer, decimal or percent; a percent's value is a share, 0.25 for 25 %.</summary>
    public required string Format { get; init; }
    public string? Unit { get; init; }
    public required string Owner { get; init; }
    public required string Description { get; init; }

    /// <summary>Dimensions that may split it; none listed: all that its tables reach.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = [];
    public string? Table { get; init; }
    public string? Expression { get; init; }
    public string? Numerator { get; init; }
    public string? Denominator { get; init; }
    public string? Of { get; init; }
    public TimeCalculation? Calculation { get; init; }
    public int Days { get; init; }
    public required string File { get; init; }
    public required int Line { get; init; }

    /// <summary>A sum or a count of nothing is zero; an average of nothing is unknown.</summary>
    public bool IsZeroWhenEmpty => Additivity != Additivity.NonAdditive || Expression!.StartsWith("count(", StringComparison.OrdinalIgnoreCase);
}

/// <param name="Date">SQL for the day on which a row counts; null for a table without time.</param>
/// <param name="FiscalYear">The column with the fiscal year; only the calendar has one.</param>
public sealed record MetricTable(string Name, string Relation, string Grain, string? Date, string? FiscalYear, string File, int Line);

/// <summary>Many rows of <see cref="From"/> point at one of <see cref="To"/>.</summary>
public sealed record MetricRelationship(string From, string FromColumn, string To, string ToColumn, string File, int Line);

/// <param name="Grain">Set for a dimension that cuts time into periods.</param>
public sealed record MetricDimension(string Name, string Label, string Table, string Column, TimeGrain? Grain, string File, int Line);
