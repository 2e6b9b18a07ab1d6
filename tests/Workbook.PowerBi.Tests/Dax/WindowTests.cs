using Workbook.Database;
using Workbook.Models.Metrics;
using Workbook.PowerBi.Dax;

namespace Workbook.PowerBi.Tests.Dax;

/// <summary>The days that measures choose, against those that the metrics' SQL chooses.</summary>
public sealed class WindowTests
{
    private static readonly TimeCalculation?[] Calculations =
        [null, TimeCalculation.YearToDate, TimeCalculation.MonthToDate, TimeCalculation.FiscalYearToDate, TimeCalculation.ToDate, TimeCalculation.Rolling];

    private static readonly TimeCalculation[][] Shifts =
        [[], [TimeCalculation.PriorYear], [TimeCalculation.PriorPeriod], [TimeCalculation.PriorYear, TimeCalculation.PriorYear], [TimeCalculation.PriorPeriod, TimeCalculation.PriorYear], [TimeCalculation.PriorYear, TimeCalculation.PriorPeriod]];

    [Fact]
    public void Measures_choose_the_same_days_as_the_SQL()
    {
        using var star = new SalesStar();
        star.Connection.Execute("""
            CREATE TABLE calendar AS
            SELECT day, year(day + to_months(6)) AS fiscal_year FROM (SELECT unnest(generate_series(DATE '2015-01-01', DATE '2030-12-31', INTERVAL 1 DAY))::DATE AS day)
            """);
        var periods = Periods(new Random(29022024)).ToList();
        var compared = 0;
        foreach (var shifts in Shifts)
            foreach (var calculation in Calculations)
                foreach (TimeGrain? grain in new TimeGrain?[] { null, TimeGrain.Day, TimeGrain.Week, TimeGrain.Month, TimeGrain.Quarter, TimeGrain.Year })
                {
                    var window = new WindowDax(shifts, calculation, calculation == TimeCalculation.Rolling ? 30 : 0);
                    var variables = window.Variables(star.Names).ToList();
                    var expected = Sql(star, shifts, calculation, grain, periods);
                    foreach (var (from, to) in periods)
                    {
                        var days = Reckon(variables, grain, from, to);
                        var (start, end) = expected[(from, to)];
                        Assert.Equal(($"{window} {grain} {from}–{to}", start, end), ($"{window} {grain} {from}–{to}", window.HasStart ? Day(days["_From"]) : null, Day(days["_To"])));
                        compared++;
                    }
                }
        Assert.Equal(6 * 6 * 6 * periods.Count, compared);
    }

    private static DayFormulas Reckon(List<(string, string)> variables, TimeGrain? grain, DateOnly from, DateOnly to) => new DayFormulas(
        new Dictionary<string, double?> { [StarNames.PeriodStart] = DayFormulas.Serial(from), [StarNames.PeriodEnd] = DayFormulas.Serial(to) },
        column => column == $"'Calendar'[{grain}]",
        serial => DayFormulas.Day(serial) is var day && day.Month >= 7 ? (day.Year + 1, DayFormulas.Serial(new DateOnly(day.Year, 7, 1))) : (day.Year, DayFormulas.Serial(new DateOnly(day.Year - 1, 7, 1)))).Run(variables);

    private static Dictionary<(DateOnly, DateOnly), (DateOnly?, DateOnly?)> Sql(SalesStar star, TimeCalculation[] shifts, TimeCalculation? calculation, TimeGrain? grain, List<(DateOnly From, DateOnly To)> periods)
    {
        var window = shifts.Aggregate(Window.Period, (moved, shift) => moved.Shifted(shift));
        if (calculation is { } over)
            window = window.Over(over, over == TimeCalculation.Rolling ? 30 : 0);
        var rows = string.Join(", ", periods.Select((period, i) => $"({i}, DATE '{period.From:yyyy-MM-dd}', DATE '{period.To:yyyy-MM-dd}')"));
        return star.Connection.Query($"WITH periods(period, period_from, period_to) AS (VALUES {rows}) {window.Sql(grain, "calendar", "day", "fiscal_year")}",
            row => (Period: row.GetInt32(0), From: row.Get<DateOnly?>(1), To: row.Get<DateOnly?>(2))).ToDictionary(row => periods[row.Period], row => (row.From, row.To));
    }

    /// <summary>Any days, whole months, and days around the ends of months and leap years.</summary>
    private static HashSet<(DateOnly From, DateOnly To)> Periods(Random random)
    {
        var found = new HashSet<(DateOnly From, DateOnly To)> { (new(2024, 2, 1), new(2024, 2, 29)), (new(2024, 2, 29), new(2024, 2, 29)), (new(2023, 2, 1), new(2023, 2, 28)), (new(2024, 3, 1), new(2024, 3, 31)) };
        while (found.Count < 60)
        {
            var from = new DateOnly(2019, 1, 1).AddDays(random.Next(2400));
            found.Add((from, from.AddDays(random.Next(120))));
            var first = new DateOnly(from.Year, from.Month, 1);
            found.Add((first, first.AddMonths(random.Next(1, 14)).AddDays(-1)));
            found.Add((first, first.AddMonths(1).AddDays(-1 - random.Next(3))));
        }
        return found;
    }

    private static DateOnly? Day(double? serial) => serial is { } number ? DayFormulas.Day(number) : null;
}
