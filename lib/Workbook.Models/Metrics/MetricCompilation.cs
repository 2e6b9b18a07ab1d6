using System.Globalization;
using System.Text;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Metrics;

/// <summary>
/// One query's SQL: periods, the windows of days that they stand for, each aggregate by window and dimensions, and all of
/// them side by side.
/// </summary>
internal sealed class MetricCompilation
{
    private readonly MetricCatalog _catalog;
    private readonly MetricQuery _query;
    private readonly MetricDimension? _time;
    private readonly List<MetricDimension> _members;
    private readonly List<(string Name, string Sql)> _ctes = [];
    private readonly Dictionary<string, string> _names = [];
    private readonly List<string> _values = [];
    private readonly List<string> _windows = [];

    private MetricCompilation(MetricCatalog catalog, MetricQuery query)
    {
        (_catalog, _query) = (catalog, query);
        var dimensions = query.Dimensions.Select(catalog.Dimension).ToList();
        var times = dimensions.Where(dimension => dimension.Grain is not null).ToList();
        if (times.Count > 1)
            throw new WorkbookException($"A query has one time dimension at most, not {times.Count}: {string.Join(", ", times.Select(time => time.Name))}. Ask for the finest and roll it up.");
        _time = times.FirstOrDefault();
        _members = [.. dimensions.Where(dimension => dimension.Grain is null)];
    }

    public static string Compile(MetricCatalog catalog, MetricQuery query)
    {
        if (query.Metrics.Count == 0)
            throw new WorkbookException("The query names no metric. Name one at least.");
        return new MetricCompilation(catalog, query).Compile();
    }

    private string Compile()
    {
        var metrics = _query.Metrics.Select(_catalog.Metric).ToList();
        foreach (var metric in metrics)
            RequireSplits(metric);
        RequireDays(metrics);
        _ctes.Add(("periods", Periods(metrics)));

        var outputs = metrics.SelectMany(Outputs).ToList();
        return Assemble(outputs);
    }

    private IEnumerable<(string Name, string Sql)> Outputs(Metric metric)
    {
        var now = Evaluate(metric, Window.Period);
        yield return (metric.Name, now);
        if (_query.Comparison == PeriodComparison.None) yield break;

        var shift = _query.Comparison == PeriodComparison.PriorPeriod ? TimeCalculation.PriorPeriod : TimeCalculation.PriorYear;
        var prior = Evaluate(metric, Window.Period.Shifted(shift));
        yield return ($"{metric.Name}_prior", prior);
        yield return ($"{metric.Name}_change", Growth(now, prior));
    }

    private static string Growth(string now, string prior) => $"{now} / nullif({prior}, 0) - 1";

    /// <summary>SQL over the joined values.</summary>
    private string Evaluate(Metric metric, Window window, bool guarded = false) => metric switch
    {
        { Of: { } of } => Evaluate(metric, _catalog.Metric(of), window),
        { Numerator: { } numerator } => Guard(
            $"({Evaluate(_catalog.Metric(numerator), window, true)} / nullif({Evaluate(_catalog.Metric(metric.Denominator!), window, true)}, 0))", metric, window, guarded),
        _ => Guard(Value(metric, window), metric, window, guarded),
    };

    private string Evaluate(Metric metric, Metric of, Window window) => metric.Calculation switch
    {
        TimeCalculation.PriorPeriod or TimeCalculation.PriorYear => Evaluate(of, window.Shifted(metric.Calculation.Value)),
        TimeCalculation.YearOverYear => $"({Growth(Evaluate(of, window), Evaluate(of, window.Shifted(TimeCalculation.PriorYear)))})",
        TimeCalculation.RollingAverage => $"({Evaluate(of, window.Over(TimeCalculation.Rolling, metric.Days))} / {metric.Days})",
        var calculation => Evaluate(of, window.Over(calculation!.Value, metric.Days)),
    };

    /// <summary>Days before the first row are unknown, not empty.</summary>
    private string Guard(string value, Metric metric, Window window, bool guarded)
    {
        if (guarded || !window.LooksBack || !HasStart(metric, window)) return value;
        var name = WindowName(window);
        if (!_windows.Contains(name)) _windows.Add(name);
        return $"case when {name}.window_from >= {FirstDay([metric])} then {value} end";
    }

    private bool HasStart(Metric metric, Window window) => window.Calculation != TimeCalculation.ToDate
        && _catalog.Aggregates(metric).Any(aggregate => aggregate.Additivity != Additivity.SemiAdditive);

    private string Value(Metric aggregate, Window window)
    {
        // A level counts from the first row on, whatever the window begins with.
        if (aggregate.Additivity == Additivity.SemiAdditive)
            window = window.Over(TimeCalculation.ToDate, 0);
        var name = Once($"{aggregate.Name} {window}", aggregate.Name, () => Aggregate(aggregate, window), created => _values.Add(created));
        var value = $"{Sql.Identifier(name)}.value";
        return aggregate.IsZeroWhenEmpty ? $"coalesce({value}, 0)" : value;
    }

    private string Aggregate(Metric metric, Window window)
    {
        var windows = WindowName(window);
        var date = _catalog.Table(metric.Table!).Date;
        var from = window.Calculation == TimeCalculation.ToDate || window is { Calculation: null } && _time is null && _query.From is null ? null : "windows.window_from";
        var to = _time is null && _query.To is null ? null : "windows.window_to";

        // Additive values are added up by day once, and windows that overlap share those days.
        if (metric.Additivity != Additivity.NonAdditive && to is not null && (_time is not null || window != Window.Period))
        {
            var daily = Sql.Identifier(Once($"{metric.Name} by day", $"{metric.Name}_by_day", () => Daily(metric, date!)));
            return $"""
                select windows.period{Columns("daily")}, sum(daily.value) as value
                    from {windows} as windows
                    join {daily} as daily on {Between("daily.day", from, to)}
                    group by all
                """;
        }

        var fact = $"{JoinGraph.Relation(_catalog.Table(metric.Table!))} as {Sql.Identifier(metric.Table!)}";
        var expression = metric.Expression!.Replace("{window_start}", "windows.window_from", StringComparison.Ordinal)
            .Replace("{window_end}", "max(windows.window_to)", StringComparison.Ordinal);
        var days = (from, to) switch
        {
            (null, null) => $"from {windows} as windows\n    cross join {fact}",
            // Through the calendar the join is one of equal days, which is fast for many windows.
            ({ }, { }) when _time is not null => $"""
                from {windows} as windows
                    join {JoinGraph.Relation(_catalog.Calendar!)} as window_days on {Between($"window_days.{CalendarDate}", from, to)}
                    join {fact} on {date} = window_days.{CalendarDate}
                """,
            _ => $"from {windows} as windows\n    join {fact} on {Between(date!, from, to)}",
        };
        return $"select windows.period{Members()}, {expression} as value\n    {days}{Joins(metric)}{Where([])}\n    group by all";
    }

    private string Daily(Metric metric, string date)
    {
        var fact = $"{JoinGraph.Relation(_catalog.Table(metric.Table!))} as {Sql.Identifier(metric.Table!)}";
        var upTo = _query.To is { } to ? [$"{date} <= {Day(to)}"] : Array.Empty<string>();
        return $"select {date} as day{Members()}, {metric.Expression} as value\n    from {fact}{Joins(metric)}{Where(upTo)}\n    group by all";
    }

    private string Members() => string.Concat(_members.Select(member => $", {JoinGraph.Column(member.Table, member.Column)} as {Sql.Identifier(member.Name)}"));

    private string Columns(string table) => string.Concat(_members.Select(member => $", {table}.{Sql.Identifier(member.Name)}"));

    private string Joins(Metric metric)
    {
        var filters = _query.Filters.Select(filter => _catalog.Dimension(filter.Dimension).Table);
        var tables = _catalog.Joins.Mentioned(metric.Expression!, metric.Table!).Concat(_members.Select(member => member.Table)).Concat(filters).Distinct();
        return _catalog.Joins.Joins(tables.SelectMany(table => _catalog.Joins.Path(metric, table, $"table '{table}'")));
    }

    private string Where(IEnumerable<string> conditions)
    {
        var all = conditions.Concat(_query.Filters.Select(Condition)).ToList();
        return all.Count == 0 ? "" : $"\n    where {string.Join("\n        and ", all)}";
    }

    private string Condition(MetricFilter filter)
    {
        var dimension = _catalog.Dimension(filter.Dimension);
        var column = JoinGraph.Column(dimension.Table, dimension.Column);
        var values = filter.Values.OfType<string>().Select(Sql.Literal).ToList();
        var conditions = new List<string>();
        if (values.Count > 0) conditions.Add($"{column} in ({string.Join(", ", values)})");
        if (filter.Values.Contains(null)) conditions.Add($"{column} is null");
        return conditions.Count == 0 ? "false" : $"({string.Join(" or ", conditions)})";
    }

    private string Periods(List<Metric> metrics)
    {
        if (_time is null)
            return $"select 'all' as period, {Day(_query.From)} as period_from, {Day(_query.To)} as period_to";
        var first = _query.From is { } from ? Day(from) : FirstDay(metrics);
        return $"""
            select {Sql.Identifier(_time.Column)} as period, min({CalendarDate}) as period_from, max({CalendarDate}) as period_to
                from {JoinGraph.Relation(_catalog.Calendar!)}
                where {CalendarDate} between {first} and {Day(_query.To)}
                group by all
            """;
    }

    private string FirstDay(IEnumerable<Metric> metrics)
    {
        var firsts = metrics.SelectMany(_catalog.Aggregates).Select(aggregate => _catalog.Table(aggregate.Table!)).Distinct()
            .Select(table => $"(select min({table.Date}) from {JoinGraph.Relation(table)} as {Sql.Identifier(table.Name)})").ToList();
        return firsts.Count == 1 ? firsts[0] : $"least({string.Join(", ", firsts)})";
    }

    private string WindowName(Window window)
    {
        var calendar = _catalog.Calendar;
        if (window.Calculation == TimeCalculation.FiscalYearToDate && calendar is null)
            throw new WorkbookException("Fiscal years need a calendar: a table with 'date' and 'fiscal_year'. Define one among the tables.");
        return Once(window.ToString(), "windows", () => window.Sql(
            _time?.Grain, calendar is null ? "" : JoinGraph.Relation(calendar), calendar is null ? "" : CalendarDate, calendar is null ? "" : Sql.Identifier(calendar.FiscalYear!)));
    }

    private string Assemble(List<(string Name, string Sql)> outputs)
    {
        var keys = _members.Count == 0
            ? "select period from periods"
            : string.Join("\n    union\n    ", _values.Select(value => $"select period{Columns(Sql.Identifier(value))} from {Sql.Identifier(value)}"));
        _ctes.Add(("keys", keys));

        var dimensions = _query.Dimensions.Select(name => name == _time?.Name ? $"keys.period as {Sql.Identifier(name)}" : $"keys.{Sql.Identifier(name)}");
        var sql = new StringBuilder("with\n\n");
        sql.AppendJoin(",\n\n", _ctes.Select(cte => $"{Sql.Identifier(cte.Name)} as (\n    {cte.Sql}\n)"));
        sql.Append("\n\nselect\n    ").AppendJoin(",\n    ", dimensions.Concat(outputs.Select(output => $"{output.Sql} as {Sql.Identifier(output.Name)}")));
        sql.Append("\nfrom keys");
        foreach (var value in _values.Select(Sql.Identifier))
            sql.Append(CultureInfo.InvariantCulture, $"\nleft join {value} on {value}.period = keys.period{string.Concat(_members.Select(member => $" and {value}.{Sql.Identifier(member.Name)} is not distinct from keys.{Sql.Identifier(member.Name)}"))}");
        foreach (var window in _windows)
            sql.Append(CultureInfo.InvariantCulture, $"\nleft join {window} on {window}.period = keys.period");
        if (_query.Dimensions.Count > 0)
            sql.Append(CultureInfo.InvariantCulture, $"\norder by {string.Join(", ", Enumerable.Range(1, _query.Dimensions.Count))}");
        return sql.ToString();
    }

    private void RequireSplits(Metric metric)
    {
        foreach (var dimension in _query.Dimensions)
            _catalog.RequireSplit(metric, _catalog.Dimension(dimension));
        foreach (var filter in _query.Filters)
        {
            var dimension = _catalog.Dimension(filter.Dimension);
            if (dimension.Grain is not null)
                throw new WorkbookException($"'{dimension.Name}' cuts time into periods and is no filter: it would also hide the days to compare with. Set From and To.");
            _catalog.RequireSplit(metric, dimension);
        }
    }

    private void RequireDays(List<Metric> metrics)
    {
        var timed = metrics.FirstOrDefault(metric => IsTimed(metric) || _query.Comparison != PeriodComparison.None);
        if (_query.To is null && (_time is not null || _query.From is not null || timed is not null))
            throw new WorkbookException($"{(timed is null ? "The query" : $"Metric '{timed.Name}'")} needs the business date. Set To: nothing here looks at the machine's clock.");
        if (_query.From > _query.To)
            throw new WorkbookException($"The query begins on {Text(_query.From)}, after its end on {Text(_query.To)}. Swap From and To.");
        if (_query.To is null) return;
        if (metrics.SelectMany(_catalog.Aggregates).FirstOrDefault(aggregate => _catalog.Table(aggregate.Table!).Date is null) is { } timeless)
            throw new WorkbookException($"{timeless.File}:{timeless.Line}: metric '{timeless.Name}' has no days: table '{timeless.Table}' declares no date. Ask for it without From and To.");
        if (_time is null && _query.From is null && metrics.FirstOrDefault(NeedsStart) is { } open)
            throw new WorkbookException($"Metric '{open.Name}' is compared with days before, but the query has no first day. Set From, or ask by a time dimension.");
    }

    private bool IsTimed(Metric metric) => metric.Of is not null
        || metric.Expression?.Contains("{window_", StringComparison.Ordinal) == true
        || metric.Numerator is not null && (IsTimed(_catalog.Metric(metric.Numerator)) || IsTimed(_catalog.Metric(metric.Denominator!)));

    private bool NeedsStart(Metric metric) =>
        _query.Comparison == PeriodComparison.PriorPeriod || NeedsStart(metric, _query.Comparison != PeriodComparison.None);

    private bool NeedsStart(Metric metric, bool shifted) => metric switch
    {
        { Calculation: TimeCalculation.PriorPeriod } => true,
        { Calculation: TimeCalculation.PriorYear or TimeCalculation.YearOverYear } => NeedsStart(_catalog.Metric(metric.Of!), true),
        // The other calculations begin where they say.
        { Of: not null } => false,
        { Numerator: { } numerator } => NeedsStart(_catalog.Metric(numerator), shifted) || NeedsStart(_catalog.Metric(metric.Denominator!), shifted),
        _ => shifted && metric.Additivity != Additivity.SemiAdditive,
    };

    /// <summary>The name of a part that several figures may share.</summary>
    private string Once(string key, string name, Func<string> sql, Action<string>? created = null)
    {
        if (_names.TryGetValue(key, out var known))
            return known;
        var body = sql();
        var numbered = $"{name}_{_ctes.Count}";
        _ctes.Add((numbered, body));
        _names.Add(key, numbered);
        created?.Invoke(numbered);
        return numbered;
    }

    private string CalendarDate => Sql.Identifier(_catalog.Calendar!.Date!);

    private static string Between(string day, string? from, string? to) => (from, to) switch
    {
        (null, _) => $"{day} <= {to}",
        (_, null) => $"{day} >= {from}",
        _ => $"{day} between {from} and {to}",
    };

    private static string Day(DateOnly? day) => $"cast({Sql.Literal(Text(day))} as date)";

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
