using Workbook.Models.Metrics;

namespace Workbook.PowerBi.Dax;

/// <summary>
/// The days that a figure is taken over, as variables _From and _To: the period, moved back by each shift in turn, then
/// widened or narrowed by the calculation. The rules are those of the compiled SQL, whole months against whole months
/// included; Power BI's own date functions know neither those nor where the data ends.
/// </summary>
internal sealed record WindowDax(IReadOnlyList<TimeCalculation> Shifts, TimeCalculation? Calculation, int Days)
{
    public static readonly WindowDax Period = new([], null, 0);

    public bool LooksBack => Shifts.Count > 0 || Calculation is TimeCalculation.Rolling or TimeCalculation.RollingAverage;

    public bool HasStart => Calculation != TimeCalculation.ToDate;

    public WindowDax Then(Metric metric) => metric.Calculation switch
    {
        TimeCalculation.PriorPeriod or TimeCalculation.PriorYear => this with { Shifts = [.. Shifts, metric.Calculation.Value] },
        TimeCalculation.YearOverYear => this with { Shifts = [.. Shifts, TimeCalculation.PriorYear] },
        var calculation => this with { Calculation = calculation, Days = metric.Days },
    };

    /// <summary>Ends with _From, unless the window has no start, and _To.</summary>
    public IEnumerable<(string Name, string Value)> Variables(StarNames names)
    {
        var (from, to) = (DaxText.Measure(StarNames.PeriodStart), DaxText.Measure(StarNames.PeriodEnd));
        for (var i = 0; i < Shifts.Count; i++)
        {
            var (first, last) = ($"_First{i + 1}", $"_Last{i + 1}");
            yield return (first, from);
            yield return (last, to);
            yield return ($"_Months{i + 1}", $"IF(DAY({first}) = 1 && {last} = EOMONTH({last}, 0), DATEDIFF({first}, {last}, MONTH) + 1)");
            (from, to) = Shifts[i] == TimeCalculation.PriorYear ? YearBefore(first, last, i + 1) : PeriodBefore(names, first, last, i + 1);
        }
        if (Calculation is null)
            yield return ("_From", from);
        yield return ("_To", to);
        if (Calculation == TimeCalculation.FiscalYearToDate)
            yield return ("_FiscalYear", DaxText.Call("LOOKUPVALUE", names.Reference(names.CalendarTable.Name, names.CalendarTable.FiscalYear!), names.Day, "_To"));
        if (Start(names) is { } start)
            yield return ("_From", start);
    }

    private string? Start(StarNames names) => Calculation switch
    {
        TimeCalculation.YearToDate => "DATE(YEAR(_To), 1, 1)",
        TimeCalculation.MonthToDate => "DATE(YEAR(_To), MONTH(_To), 1)",
        TimeCalculation.FiscalYearToDate => DaxText.Call("CALCULATE",
            $"MIN({names.Day})", $"REMOVEFILTERS({names.Calendar})", $"{names.Reference(names.CalendarTable.Name, names.CalendarTable.FiscalYear!)} = _FiscalYear"),
        TimeCalculation.Rolling or TimeCalculation.RollingAverage => $"_To - {Days - 1}",
        _ => null,
    };

    private static (string From, string To) YearBefore(string first, string last, int number) =>
        ($"EDATE({first}, -12)", $"IF(NOT ISBLANK(_Months{number}), EOMONTH({last}, -12), EDATE({last}, -12))");

    /// <summary>The column that a visual cuts time by says what a period is; without one, months if they are whole, else days.</summary>
    private static (string From, string To) PeriodBefore(StarNames names, string first, string last, int number)
    {
        var months = $"_Months{number}";
        var grains = names.Catalog.Dimensions.Where(dimension => dimension.Grain is not null)
            .GroupBy(dimension => dimension.Grain!.Value).OrderBy(grain => grain.Key)
            .Select(grain => (Grain: grain.Key, InScope: string.Join(" || ", grain.Select(dimension => $"ISINSCOPE({names.Reference(dimension.Table, dimension.Column)})")))).ToList();
        var starts = grains.SelectMany(grain => new[] { grain.InScope, Back(grain.Grain, first) });
        var ends = grains.SelectMany(grain => new[] { grain.InScope, End(grain.Grain, last, months) });
        return (
            DaxText.Call("SWITCH", ["TRUE()", .. starts, $"NOT ISBLANK({months})", $"EDATE({first}, -{months})", $"{first} - ({last} - {first} + 1)"]),
            DaxText.Call("SWITCH", ["TRUE()", .. ends, $"{first} - 1"]));
    }

    private static string Back(TimeGrain grain, string day) => grain switch
    {
        TimeGrain.Day => $"{day} - 1",
        TimeGrain.Week => $"{day} - 7",
        _ => $"EDATE({day}, -{MonthsOf(grain)})",
    };

    private static string End(TimeGrain grain, string last, string months) => grain is TimeGrain.Day or TimeGrain.Week
        ? Back(grain, last)
        : $"IF(NOT ISBLANK({months}), EOMONTH({last}, -{MonthsOf(grain)}), EDATE({last}, -{MonthsOf(grain)}))";

    private static int MonthsOf(TimeGrain grain) => grain switch { TimeGrain.Month => 1, TimeGrain.Quarter => 3, _ => 12 };
}
