using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>A TIME as stored: microseconds since midnight, 24:00:00 included.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct DuckDBTime
{
    public long Micros { get; set; }
}

/// <summary>A TIME split into its parts.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBTimeOnly(byte Hour, byte Min, byte Sec, int Microsecond = 0)
{
    /// <summary>DuckDB counts microseconds: the last digit of .NET's 100 ns is dropped.</summary>
    public static implicit operator DuckDBTimeOnly(TimeOnly time) => new(
        (byte)time.Hour, (byte)time.Minute, (byte)time.Second, time.Millisecond * 1_000 + time.Microsecond);

    /// <exception cref="ArgumentOutOfRangeException">The time is 24:00:00, which .NET doesn't have.</exception>
    public static implicit operator TimeOnly(DuckDBTimeOnly time) =>
        new(time.Hour, time.Min, time.Sec, time.Microsecond / 1_000, time.Microsecond % 1_000);

    public override string ToString() => Microsecond == 0
        ? $"{Hour:00}:{Min:00}:{Sec:00}"
        : $"{Hour:00}:{Min:00}:{Sec:00}.{Microsecond:000000}";
}

/// <summary>A TIMETZ as stored: 40 bits of microseconds above 24 bits that encode the offset.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct DuckDBTimeTzStruct
{
    public ulong Bits { get; set; }
}

/// <summary>A TIMETZ split; the offset is in seconds east of UTC.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBTimeTz(DuckDBTimeOnly Time, int Offset)
{
    public override string ToString()
    {
        var offset = TimeSpan.FromSeconds(Math.Abs(Offset));
        var seconds = offset.Seconds == 0 ? "" : $":{offset.Seconds:00}";
        return $"{Time}{(Offset < 0 ? '-' : '+')}{(int)offset.TotalHours:00}:{offset.Minutes:00}{seconds}";
    }
}

/// <summary>
/// A span in DuckDB's three independent units. Months have no fixed length, so only an interval without them is a
/// <see cref="TimeSpan"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBInterval(int Months, int Days, long Micros)
{
    public static implicit operator DuckDBInterval(TimeSpan span) =>
        new(0, span.Days, (span.Ticks - span.Days * TimeSpan.TicksPerDay) / TimeSpan.TicksPerMicrosecond);

    /// <exception cref="InvalidCastException">The interval has months.</exception>
    /// <exception cref="OverflowException">The interval is longer than a <see cref="TimeSpan"/> can be.</exception>
    public static explicit operator TimeSpan(DuckDBInterval interval) => interval.Months == 0
        ? new TimeSpan(checked(interval.Days * TimeSpan.TicksPerDay + interval.Micros * TimeSpan.TicksPerMicrosecond))
        : throw new InvalidCastException(
            $"An interval of {interval.Months} months has no fixed length, so it can't become a TimeSpan. " +
            "Read it as DuckDBInterval, or CAST it to VARCHAR in the query.");
}
