namespace Workbook.Retail.Generation;

/// <summary>
/// How busy each day is: a weekday pattern, a yearly season with a peak before Christmas, and slow growth. Spreads a
/// total over the days so that it comes out exact for the base days and continues at the same rate after them.
/// </summary>
internal sealed class TradingCalendar
{
    private static readonly double[] Weekday = [0.86, 0.90, 0.92, 0.95, 1.00, 1.16, 1.21]; // Sunday first
    private readonly double[] _cumulative;

    public TradingCalendar(int baseDays, int endDay)
    {
        var days = Math.Max(baseDays, endDay - World.EpochDay);
        var weights = new double[days + 1];
        for (var day = 0; day < days; day++)
            weights[day + 1] = weights[day] + Weight(day);
        BaseDays = baseDays;
        _cumulative = [.. weights.Select(weight => weight / weights[baseDays])];
    }

    private int BaseDays { get; }

    /// <summary>How many of <paramref name="baseTotal"/> rows lie before the day.</summary>
    public long Before(long baseTotal, int day) => (long)(baseTotal * _cumulative[day - World.EpochDay]);

    /// <summary>Of the base days' business, how much lies before the day: at most all of it.</summary>
    public double ShareBefore(int day) => Math.Min(1, _cumulative[day - World.EpochDay]);

    /// <summary>The day in whose course the business reaches the share.</summary>
    public int DayOfShare(double share)
    {
        var found = Array.BinarySearch(_cumulative, share);
        return World.EpochDay + Math.Max(0, (found < 0 ? ~found : found) - 1);
    }

    public long On(long baseTotal, int day) => Before(baseTotal, day + 1) - Before(baseTotal, day);

    private static double Weight(int day)
    {
        var date = GenerationOptions.Epoch.AddDays(day);
        var season = 1 + (0.08 * Math.Cos(2 * Math.PI * (date.DayOfYear - 350) / 365.25));
        var peak = date.Month switch { 11 => 1.15, 12 when date.Day <= 24 => 1.40, 12 => 0.85, _ => 1.0 };
        return Weekday[(int)date.DayOfWeek] * season * peak * (1 + (0.12 * day / 365.25));
    }
}
