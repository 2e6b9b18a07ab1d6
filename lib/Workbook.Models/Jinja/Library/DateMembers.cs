using System.Globalization;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>What Python's date, datetime, time and timedelta offer to a template.</summary>
internal static class DateMembers
{
    public static readonly string[] Names =
        ["year", "month", "day", "hour", "minute", "second", "microsecond", "strftime", "isoformat", "date", "weekday", "isoweekday", "timestamp", "days", "seconds", "total_seconds"];

    public static bool TryGet(object target, string name, out object? value)
    {
        value = target switch
        {
            TimeSpan span => name switch
            {
                "days" => (long)Math.Floor(span.TotalDays),
                "seconds" => (long)(span - TimeSpan.FromDays(Math.Floor(span.TotalDays))).TotalSeconds,
                "total_seconds" => new JinjaFunction(name, _ => span.TotalSeconds),
                _ => null,
            },
            _ => Member(target, Moment(target), name),
        };
        return value is not null;
    }

    /// <summary>strftime.</summary>
    public static string Format(object target, string pattern)
    {
        var time = Moment(target);
        var text = new StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != '%' || at + 1 == pattern.Length)
            {
                text.Append(pattern[at]);
                continue;
            }
            var unpadded = pattern[at + 1] == '-' && at + 2 < pattern.Length;
            if (unpadded) at++;
            var part = Part(time, Zone(target), pattern[++at]);
            text.Append(unpadded && part.Length > 1 ? part.TrimStart('0').PadLeft(1, '0') : part);
        }
        return text.ToString();
    }

    private static object? Member(object target, DateTime time, string name) => name switch
    {
        "year" => (long)time.Year,
        "month" => (long)time.Month,
        "day" => (long)time.Day,
        "hour" when target is not DateOnly => (long)time.Hour,
        "minute" when target is not DateOnly => (long)time.Minute,
        "second" when target is not DateOnly => (long)time.Second,
        "microsecond" when target is not DateOnly => time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond,
        "strftime" => new JinjaFunction(name, arguments => Format(target, arguments.RequiredText(0, "format"))),
        "isoformat" => new JinjaFunction(name, arguments => JinjaText.Str(target).Replace(" ", arguments.Text(0, "sep", "T"))),
        "date" when target is DateTime or DateTimeOffset => new JinjaFunction(name, _ => DateOnly.FromDateTime(time)),
        "weekday" => new JinjaFunction(name, _ => ((long)time.DayOfWeek + 6) % 7),
        "isoweekday" => new JinjaFunction(name, _ => ((long)time.DayOfWeek + 6) % 7 + 1),
        "timestamp" when target is not DateOnly => new JinjaFunction(name, _ => (Instant(target) - DateTime.UnixEpoch).TotalSeconds),
        _ => null,
    };

    private static DateTime Moment(object target) => target switch
    {
        DateTime time => time,
        DateTimeOffset time => time.DateTime,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        TimeOnly time => new DateTime(1900, 1, 1) + time.ToTimeSpan(),
        _ => throw new JinjaFault($"A date is expected, but found {JinjaText.Repr(target)}"),
    };

    private static DateTime Instant(object target) => target is DateTimeOffset time ? time.UtcDateTime : Moment(target);

    private static TimeSpan? Zone(object target) => target switch
    {
        DateTimeOffset time => time.Offset,
        DateTime { Kind: DateTimeKind.Utc } => TimeSpan.Zero,
        _ => null,
    };

    private static string Part(DateTime time, TimeSpan? zone, char code) => code switch
    {
        'Y' => $"{time.Year:0000}",
        'y' => $"{time.Year % 100:00}",
        'm' => $"{time.Month:00}",
        'd' => $"{time.Day:00}",
        'e' => $"{time.Day,2}",
        'H' => $"{time.Hour:00}",
        'I' => $"{(time.Hour + 11) % 12 + 1:00}",
        'M' => $"{time.Minute:00}",
        'S' => $"{time.Second:00}",
        'f' => $"{time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond:000000}",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'j' => $"{time.DayOfYear:000}",
        'a' => time.ToString("ddd", CultureInfo.InvariantCulture),
        'A' => time.ToString("dddd", CultureInfo.InvariantCulture),
        'b' or 'h' => time.ToString("MMM", CultureInfo.InvariantCulture),
        'B' => time.ToString("MMMM", CultureInfo.InvariantCulture),
        'w' => $"{(int)time.DayOfWeek}",
        'u' => $"{((int)time.DayOfWeek + 6) % 7 + 1}",
        'V' => $"{ISOWeek.GetWeekOfYear(time):00}",
        'G' => $"{ISOWeek.GetYear(time):0000}",
        'F' => Invariant($"{time:yyyy-MM-dd}"),
        'T' => $"{Part(time, zone, 'H')}:{Part(time, zone, 'M')}:{Part(time, zone, 'S')}",
        's' => Invariant($"{(long)(time - (zone ?? TimeSpan.Zero) - DateTime.UnixEpoch).TotalSeconds}"),
        'z' => zone is { } offset ? $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hhmm}" : "",
        'Z' => zone is null ? "" : "UTC",
        '%' => "%",
        _ => throw new JinjaFault($"The code %{code} of strftime is unknown"),
    };
}
