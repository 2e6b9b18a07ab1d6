using Workbook.Generation;

namespace Workbook.Acme.Company;

/// <summary>The payment provider writes New York's wall clock. Worked out here: a machine need not have time zone data.</summary>
internal static class NewYork
{
    /// <summary>Summer time is from the second Sunday of March to the first of November, changed at 2:00 on the clock (Energy Policy Act of 2005).</summary>
    public static Instant WallClock(Instant utc)
    {
        var year = utc.ToDateTime().Year;
        var begins = Instant.At(Sunday(year, 3, 2).DayNumber, 7 * 3_600);
        var ends = Instant.At(Sunday(year, 11, 1).DayNumber, 6 * 3_600);
        return utc.Plus(utc.Seconds >= begins.Seconds && utc.Seconds < ends.Seconds ? -4 * 3_600 : -5 * 3_600);
    }

    private static DateOnly Sunday(int year, int month, int which)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + (7 * (which - 1)));
    }
}
