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

/// <summary>Over which days a metric takes the one that it is made of; in YAML <c>year_to_date</c> and so on.</summary>
public enum TimeCalculation
{
    /// <summary>The year of the period's last day, from 1 January to that day.</summary>
    YearToDate,

    /// <summary>The fiscal year of the period's last day, from its first in the calendar table to that day.</summary>
    FiscalYearToDate,

    /// <summary>The month of the period's last day, from its first to that day.</summary>
    MonthToDate,

    /// <summary>From the first row on.</summary>
    ToDate,

    /// <summary>Over the period's last <see cref="Metric.Days"/> days.</summary>
    Rolling,

    /// <summary>The same, divided by the number of days; a day without rows counts as zero.</summary>
    RollingAverage,

    /// <summary>The days that <see cref="PeriodComparison.PriorPeriod"/> means.</summary>
    PriorPeriod,

    /// <summary>The days that <see cref="PeriodComparison.PriorYear"/> means.</summary>
    PriorYear,

    /// <summary>Growth against the same days a year before: 0.1 is ten per cent more.</summary>
    YearOverYear,
}

/// <summary>The periods that a dimension cuts time into; the calendar table says where each begins.</summary>
public enum TimeGrain
{
    /// <summary>Its prior period is the day before.</summary>
    Day,

    /// <summary>Its prior period is seven days earlier.</summary>
    Week,

    /// <summary>Its prior period is a month earlier; a whole month stays whole.</summary>
    Month,

    /// <summary>Its prior period is three months earlier.</summary>
    Quarter,

    /// <summary>Its prior period is a year earlier.</summary>
    Year,
}

/// <summary>
/// One of three kinds: an aggregate (<see cref="Expression"/> over <see cref="Table"/>), a ratio of two other metrics
/// (<see cref="Numerator"/>, <see cref="Denominator"/>), or another metric (<see cref="Of"/>) over other days
/// (<see cref="Calculation"/>).
/// </summary>
public sealed record Metric
{
    /// <summary>As queries ask for it and the compiled column is called; no other metric of the catalog has it.</summary>
    public required string Name { get; init; }

    /// <summary>For people, as on a dashboard's tile.</summary>
    public required string Label { get; init; }

    /// <summary>As declared; a ratio must be declared non-additive.</summary>
    public required Additivity Additivity { get; init; }

    /// <summary>currency, integer, decimal or percent; a percent's value is a share, 0.25 for 25 %.</summary>
    public required string Format { get; init; }

    /// <summary>For people: <c>AUD</c>, <c>hours</c>; null where there is none.</summary>
    public string? Unit { get; init; }

    /// <summary>Who answers for the definition; free text.</summary>
    public required string Owner { get; init; }

    /// <summary>What it measures, in a sentence for people.</summary>
    public required string Description { get; init; }

    /// <summary>Dimensions that may split it; none listed: all that its tables reach.</summary>
    public IReadOnlyList<string> Dimensions { get; init; } = [];

    /// <summary>The <see cref="MetricTable"/> of an aggregate; null for the other kinds.</summary>
    public string? Table { get; init; }

    /// <summary>SQL such as <c>sum(amount)</c>, with <c>{window_start}</c> or <c>{window_end}</c> perhaps; null for the other kinds.</summary>
    public string? Expression { get; init; }

    /// <summary>The name of the metric above the line; null for the other kinds.</summary>
    public string? Numerator { get; init; }

    /// <summary>The name of the metric below the line; null for the other kinds.</summary>
    public string? Denominator { get; init; }

    /// <summary>The name of the metric that is taken over other days; null for the other kinds.</summary>
    public string? Of { get; init; }

    /// <summary>Which days <see cref="Of"/> is taken over; null for the other kinds.</summary>
    public TimeCalculation? Calculation { get; init; }

    /// <summary>1 to 3660 for a rolling calculation, 0 for all else.</summary>
    public int Days { get; init; }

    /// <summary>The YAML file's name, without its folder.</summary>
    public required string File { get; init; }

    /// <summary>Where its definition begins, from 1.</summary>
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
