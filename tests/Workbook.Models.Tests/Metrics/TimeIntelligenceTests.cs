using System.Globalization;
using Workbook.Models.Metrics;

namespace Workbook.Models.Tests.Metrics;

/// <summary>Against sums over plain lists of days.</summary>
public sealed class TimeIntelligenceTests
{
    public static TheoryData<int> Seeds => [1, 2, 3];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_day_has_the_sums_of_its_own_windows(int seed)
    {
        using var star = new SmallStar(seed);
        var (from, to) = (new DateOnly(2024, 1, 20), new DateOnly(2025, 3, 10));

        var rows = star.Ask(new MetricQuery { Metrics = ["amount", "ytd", "fiscal_ytd", "mtd", "rolling", "buyers_ytd", "yoy"], Dimensions = ["day"], From = from, To = to });

        var expected = Days(from, to).Select(day => Text([
            day,
            Sum(star, day, day),
            Sum(star, new DateOnly(day.Year, 1, 1), day),
            Sum(star, new DateOnly(day.Month >= 7 ? day.Year : day.Year - 1, 7, 1), day),
            Sum(star, new DateOnly(day.Year, day.Month, 1), day),
            Sum(star, day.AddDays(-6), day) / 7.0,
            Between(star, new DateOnly(day.Year, 1, 1), day).Select(sale => sale.Buyer).Distinct().Count(),
            Growth(star, (day, day), (day.AddYears(-1), day.AddYears(-1))),
        ])).ToList();
        Assert.Equal(expected, rows.Select(Text));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Months_are_compared_with_whole_months_and_a_begun_one_with_as_many_days(int seed)
    {
        using var star = new SmallStar(seed);
        var to = new DateOnly(2025, 3, 10);

        foreach (var (comparison, months) in new[] { (PeriodComparison.PriorPeriod, 1), (PeriodComparison.PriorYear, 12) })
        {
            var rows = star.Ask(new MetricQuery { Metrics = ["amount"], Dimensions = ["month"], From = new DateOnly(2023, 1, 1), To = to, Comparison = comparison });

            var first = star.Sales.Min(sale => sale.Day);
            var expected = Enumerable.Range(0, 27).Select(i => new DateOnly(2023, 1, 1).AddMonths(i)).Select(month =>
            {
                var now = (From: month, To: month.Year == 2025 && month.Month == 3 ? to : month.AddMonths(1).AddDays(-1));
                var prior = (From: month.AddMonths(-months), To: now.To == to ? to.AddMonths(-months) : month.AddMonths(1 - months).AddDays(-1));
                return Text([month, Sum(star, now.From, now.To), prior.From < first ? null : Sum(star, prior.From, prior.To), Growth(star, now, prior)]);
            });
            Assert.Equal(expected, rows.Select(Text));
        }
    }

    [Fact]
    public void Without_a_time_dimension_the_query_is_one_period()
    {
        using var star = new SmallStar(4);
        var query = new MetricQuery { Metrics = ["amount", "ytd"], From = new DateOnly(2025, 2, 10), To = new DateOnly(2025, 2, 28), Comparison = PeriodComparison.PriorPeriod };

        var row = Assert.Single(star.Ask(query));

        DateOnly from = new(2025, 1, 22), to = new(2025, 2, 9), january = new(2025, 1, 1);
        Assert.Equal(
            Text([
                Sum(star, query.From!.Value, query.To!.Value), Sum(star, from, to), Growth(star, (query.From.Value, query.To.Value), (from, to)),
                Sum(star, january, query.To.Value), Sum(star, january, to), Growth(star, (january, query.To.Value), (january, to)),
            ]),
            Text(row));
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) => Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays);

    private static IEnumerable<SmallStar.Sale> Between(SmallStar star, DateOnly from, DateOnly to) => star.Sales.Where(sale => sale.Day >= from && sale.Day <= to);

    private static long Sum(SmallStar star, DateOnly from, DateOnly to) => Between(star, from, to).Sum(sale => sale.Amount);

    /// <summary>Unknown where nothing was sold before, or where the days before begin before the first sale.</summary>
    private static double? Growth(SmallStar star, (DateOnly From, DateOnly To) now, (DateOnly From, DateOnly To) prior) =>
        prior.From < star.Sales.Min(sale => sale.Day) || Sum(star, prior.From, prior.To) is not (> 0 and var before) ? null
        : Sum(star, now.From, now.To) / (double)before - 1;

    private static string Text(IEnumerable<object?> row) => string.Join(" | ", row.Select(value => value switch
    {
        null => "unknown",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => Math.Round(number, 9).ToString("0.#########", CultureInfo.InvariantCulture),
        var other => string.Create(CultureInfo.InvariantCulture, $"{other}"),
    }));
}
