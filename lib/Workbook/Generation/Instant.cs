using System.Globalization;

namespace Workbook.Generation;

/// <summary>A moment to the second, counted in seconds since 0001-01-01 UTC.</summary>
public readonly record struct Instant(long Seconds)
{
    private const int SecondsInDay = 86_400;

    /// <param name="day">As <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="second">After midnight UTC; more than a day has leads into the next.</param>
    public static Instant At(int day, long second) => new(((long)day * SecondsInDay) + second);

    /// <summary>As <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day => (int)(Seconds / SecondsInDay);

    /// <summary>Since midnight UTC, 0 to 86,399.</summary>
    public int SecondOfDay => (int)(Seconds % SecondsInDay);

    /// <summary>This many seconds later; earlier for a negative number.</summary>
    public Instant Plus(long seconds) => new(Seconds + seconds);

    /// <summary>Of the kind UTC.</summary>
    public DateTime ToDateTime() => new(Seconds * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    /// <summary>ISO 8601: <c>2024-01-31T23:59:59Z</c>.</summary>
    public override string ToString() => ToDateTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
