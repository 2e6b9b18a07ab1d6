using DuckDB.NET.Data;
using Workbook.Models.Metrics;

namespace Workbook.PowerBi.Dax;

/// <summary>
/// Compiles the catalogue's metrics to DAX. Measures build on one another by name, as the metrics do. Where SQL says 0
/// because there are no rows, a measure is blank, so that visuals leave the member out; within a ratio it counts as 0.
/// </summary>
internal sealed class MetricDax(DuckDBConnection connection, StarNames names)
{
    private readonly MetricCatalog _catalog = names.Catalog;

    /// <exception cref="WorkbookException">The metric has no translation to DAX.</exception>
    public string Compile(Metric metric) => metric switch
    {
        { Expression: not null } => Aggregate(metric),
        { Numerator: { } numerator } => DaxText.Call("DIVIDE", IsZeroWhenEmpty(_catalog.Metric(numerator)) ? $"{Measure(numerator)} + 0" : Measure(numerator), Measure(metric.Denominator!)),
        { Calculation: TimeCalculation.YearOverYear } => Growth(metric),
        { Calculation: TimeCalculation.RollingAverage } => DaxText.Let(Window(metric), DaxText.Call("IF", Guard(metric), DaxText.Call("DIVIDE", Windowed(metric), $"{metric.Days}"))),
        _ => DaxText.Let(Window(metric), DaxText.Call("IF", Guard(metric), Windowed(metric))),
    };

    private string Aggregate(Metric metric)
    {
        var value = AggregateDax.Translate(connection, names, metric);
        if (metric.Additivity == Additivity.SemiAdditive)
            return Level(metric, value);
        var variables = new[] { ("_From", StarNames.PeriodStart), ("_To", StarNames.PeriodEnd) }
            .Where(bound => value.Contains(bound.Item1, StringComparison.Ordinal)).Select(bound => (bound.Item1, DaxText.Measure(bound.Item2)));
        return DaxText.Let(variables, value);
    }

    /// <summary>A level counts every row up to the end of the period.</summary>
    private string Level(Metric metric, string value)
    {
        if (names.IsInCalendar(metric.Table!))
            return DaxText.Let([("_To", DaxText.Measure(StarNames.PeriodEnd)), ("_Days", Days(hasStart: false))], DaxText.Call("IF", HasPeriod, Over(value, "_Days")));
        var date = _catalog.Table(metric.Table!).Date?.Split('.');
        if (date is not [var table, var column] || names.Column(table, column) is null)
            throw new WorkbookException($"{metric.File}:{metric.Line}: metric '{metric.Name}' counts up to a day, but table '{metric.Table}' has neither a relationship to the calendar nor a date that is a column of its own. Give it one of the two.");
        var day = names.Reference(table, column);
        return DaxText.Let([("_To", DaxText.Measure(StarNames.PeriodEnd))],
            DaxText.Call("IF", HasPeriod, DaxText.Call("CALCULATE", value, $"KEEPFILTERS(NOT ISBLANK({day}) && {day} <= _To)")));
    }

    private string Growth(Metric metric) => DaxText.Let(
        [
            .. Window(metric),
            ("_Now", Measure(metric.Of!)),
            ("_Before", DaxText.Call("IF", Guard(metric), Windowed(metric))),
        ], "DIVIDE(_Now - _Before, _Before)");

    private IEnumerable<(string Name, string Value)> Window(Metric metric)
    {
        var (_, window) = Resolve(metric);
        return window.Variables(names).Append(("_Days", Days(window.HasStart)));
    }

    /// <summary>The metric below all time calculations, and the days that they come down to.</summary>
    private (Metric Base, WindowDax Window) Resolve(Metric metric)
    {
        var window = WindowDax.Period;
        for (; metric.Of is { } of; metric = _catalog.Metric(of))
            window = window.Then(metric);
        if (_catalog.Aggregates(metric).FirstOrDefault(aggregate => !names.IsInCalendar(aggregate.Table!) && aggregate.Additivity != Additivity.SemiAdditive) is { } apart)
            throw new WorkbookException($"{apart.File}:{apart.Line}: metric '{apart.Name}' can't be taken over other days: table '{apart.Table}' has no relationship to the calendar. Add one.");
        return (metric, window);
    }

    private string Windowed(Metric metric) => Over(Measure(Resolve(metric).Base.Name), "_Days");

    private string Over(string value, string days) => DaxText.Call("CALCULATE", value, $"REMOVEFILTERS({names.Calendar})", days);

    /// <summary>The calendar's days of the window; a choice of weekdays goes on, a choice of months doesn't.</summary>
    private string Days(bool hasStart) => DaxText.Call("FILTER",
        names.DayAttributes.Count == 0
            ? $"ALL({names.Day})"
            : DaxText.Call("CALCULATETABLE", $"VALUES({names.Day})", DaxText.Call("ALLEXCEPT", [names.Calendar, .. names.DayAttributes])),
        hasStart ? $"{names.Day} >= _From && {names.Day} <= _To" : $"{names.Day} <= _To");

    private static string HasPeriod => $"{DaxText.Measure(StarNames.PeriodStart)} <= {DaxText.Measure(StarNames.PeriodEnd)}";

    /// <summary>Days before the first row are unknown, not empty; a period after the business date isn't there at all.</summary>
    private string Guard(Metric metric)
    {
        var (below, window) = Resolve(metric);
        var conditions = new List<string> { HasPeriod };
        var aggregates = _catalog.Aggregates(below).ToList();
        if (window.LooksBack && window.HasStart && aggregates.Any(aggregate => aggregate.Additivity != Additivity.SemiAdditive))
            conditions.AddRange(aggregates.Select(aggregate => aggregate.Table!).Distinct().Select(FirstDay)
                .Aggregate((first, next) => $"MIN({first}, {next})") is { } start ? [$"_From >= {start}"] : []);
        return string.Join(" && ", conditions);
    }

    /// <summary>Of all rows that the user may see, whatever is filtered.</summary>
    private string FirstDay(string table)
    {
        var fact = DaxText.Table(names.Table(table).Name);
        return _catalog.Table(table).Date!.Split('.') is [_, var column] && names.Column(table, column) is not null
            ? $"CALCULATE(MIN({names.Reference(table, column)}), ALL({fact}))"
            : $"MINX(ALL({fact}), RELATED({names.Day}))";
    }

    private bool IsZeroWhenEmpty(Metric metric) => metric switch
    {
        { Expression: not null } => metric.IsZeroWhenEmpty,
        { Of: { } of } => !Resolve(metric).Window.LooksBack && IsZeroWhenEmpty(_catalog.Metric(of)),
        _ => false,
    };

    private string Measure(string metric) => DaxText.Measure(_catalog.Metric(metric).Label);
}
