namespace Workbook.Models.Metrics;

/// <summary>The days that a figure is taken over: the period, moved back by each shift in turn, then widened or narrowed by the calculation.</summary>
internal sealed record Window(string Shifts, TimeCalculation? Calculation, int Days)
{
    public static readonly Window Period = new("", null, 0);

    public bool LooksBack => Shifts.Length > 0 || Calculation is TimeCalculation.Rolling;

    public Window Shifted(TimeCalculation shift) => this with { Shifts = Shifts + (shift == TimeCalculation.PriorPeriod ? 'p' : 'y') };

    public Window Over(TimeCalculation calculation, int days) => this with { Calculation = calculation, Days = days };

    /// <param name="grain">Of the periods; null where there is only one.</param>
    /// <param name="calendar">The calendar's relation; only fiscal years need it.</param>
    public string Sql(TimeGrain? grain, string calendar, string calendarDate, string fiscalYear)
    {
        var days = Shifts.Aggregate("periods", (from, shift) => $"({Shift(shift, grain, from)})");
        const string Whole = "period_from as window_from, period_to as window_to";
        return Calculation switch
        {
            null => $"select period, {Whole} from {days}",
            TimeCalculation.YearToDate => $"select period, cast(date_trunc('year', period_to) as date) as window_from, period_to as window_to from {days}",
            TimeCalculation.MonthToDate => $"select period, cast(date_trunc('month', period_to) as date) as window_from, period_to as window_to from {days}",
            TimeCalculation.ToDate => $"select period, cast(null as date) as window_from, period_to as window_to from {days}",
            TimeCalculation.Rolling => $"select period, period_to - {Days - 1} as window_from, period_to as window_to from {days}",
            TimeCalculation.FiscalYearToDate => $"""
                select period, first_day as window_from, period_to as window_to
                    from {days}
                    join (select min({calendarDate}) as first_day, max({calendarDate}) as last_day from {calendar} group by {fiscalYear}) as fiscal_years
                        on period_to between first_day and last_day
                """,
            _ => throw new ArgumentOutOfRangeException(nameof(grain), Calculation, "Shifts are no calculations of a window."),
        };
    }

    private static string Shift(char shift, TimeGrain? grain, string from) => (shift, grain) switch
    {
        ('y', _) => Back("to_years(1)", from),
        (_, TimeGrain.Day) => Back("to_days(1)", from),
        (_, TimeGrain.Week) => Back("to_days(7)", from),
        (_, TimeGrain.Month) => Back("to_months(1)", from),
        (_, TimeGrain.Quarter) => Back("to_months(3)", from),
        (_, TimeGrain.Year) => Back("to_years(1)", from),
        _ => $"""
            select
                period,
                case
                    when {WholeMonths} then cast(period_from - to_months(cast(datediff('month', period_from, period_to) + 1 as integer)) as date)
                    else period_from - cast(period_to - period_from + 1 as integer)
                end as period_from,
                period_from - 1 as period_to
            from {from}
            """,
    };

    private const string WholeMonths = "day(period_from) = 1 and period_to = last_day(period_to)";

    // February of 28 days against one of 29, April against March: whole months are compared with whole ones.
    private static string Back(string interval, string from) =>
        interval is "to_days(1)" or "to_days(7)"
            ? $"select period, cast(period_from - {interval} as date) as period_from, cast(period_to - {interval} as date) as period_to from {from}"
            : $"""
                select
                    period,
                    cast(period_from - {interval} as date) as period_from,
                    case
                        when {WholeMonths} then last_day(period_to - {interval})
                        else cast(period_to - {interval} as date)
                    end as period_to
                from {from}
                """;
}
