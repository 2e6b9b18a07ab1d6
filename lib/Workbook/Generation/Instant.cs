using System.Globalization;

namespace Workbook.Generation;

/// <summary>A moment to the second, counted in seconds since 0001-01-01 UTC.</summary>
public readonly record struct Instant(long Seconds)
{
    private const int SecondsInDay = 86_400;

    public static Instant At(int day, long second) => new(((long)day * SecondsInDay) + second);

    /// <summary>As <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day => (int)(Seconds / SecondsInDay);

    public int SecondOfDay => (int)(Seconds % SecondsInDay);

    public Instant Plus(long seconds) => new(Seconds + seconds);

    public DateTime ToDateTime() => new(Seconds * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    public override string ToString() => ToDateTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
