using System.Globalization;

namespace Workbook.Dashboards;

/// <summary>The periods that a page offers: a few that end on the business date, the latest quarters, and all days.</summary>
internal static class Periods
{
    /// <summary>The period that a page opens with.</summary>
    public const string Default = "m12";
    private const int Quarters = 4;

    /// <param name="first">The first day with sales.</param>
    /// <param name="asOf">The business date.</param>
    public static IReadOnlyList<Period> Of(DateOnly first, DateOnly asOf)
    {
        List<Period> periods =
        [
            new(Default, "12 months", asOf.AddYears(-1).AddDays(1), asOf),
            new("d90", "90 days", asOf.AddDays(-89), asOf),
            new("d30", "30 days", asOf.AddDays(-29), asOf),
            new("d7", "7 days", asOf.AddDays(-6), asOf),
        ];
        for (var start = QuarterOf(asOf); start >= QuarterOf(first) && periods.Count < 4 + Quarters; start = start.AddMonths(-3))
            periods.Add(Quarter(start, asOf));
        periods.Add(new("all", "All days", first, asOf));
        return periods;
    }

    private static Period Quarter(DateOnly start, DateOnly asOf)
    {
        var end = start.AddMonths(3).AddDays(-1);
        var (year, quarter) = (start.Year, ((start.Month - 1) / 3) + 1);
        var label = end <= asOf ? $"{year} Q{quarter}" : string.Create(CultureInfo.InvariantCulture, $"{year} Q{quarter} to {asOf:d MMM}");
        return new(string.Create(CultureInfo.InvariantCulture, $"{year}q{quarter}"), label, start, end <= asOf ? end : asOf);
    }

    private static DateOnly QuarterOf(DateOnly day) => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);
}
