using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>
/// A TIMESTAMP of any precision as stored: a count of its units since 1970-01-01 (the name "micros" holds for TIMESTAMP
/// and TIMESTAMPTZ); the two extremes mean infinity.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public record struct DuckDBTimestampStruct
{
    public long Micros { get; set; }

    public readonly bool IsInfinity => Micros is long.MaxValue or -long.MaxValue;
}

/// <summary>A TIMESTAMP split into day and time of day; see <see cref="DuckDBDateOnly"/> for the calendar.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBTimestamp(DuckDBDateOnly Date, DuckDBTimeOnly Time)
{
    private const long MicrosPerSecond = 1_000_000;
    private const long MicrosPerDay = 86_400 * MicrosPerSecond;

    public static DuckDBTimestamp FromDuckDBTimestampStruct(DuckDBTimestampStruct timestamp)
    {
        var (days, micros) = DuckDBDateOnly.FloorDivision(timestamp.Micros, MicrosPerDay);
        var (seconds, microsecond) = Math.DivRem(micros, MicrosPerSecond);
        var time = new DuckDBTimeOnly(
            (byte)(seconds / 3_600), (byte)(seconds / 60 % 60), (byte)(seconds % 60), (int)microsecond);
        return new DuckDBTimestamp(DuckDBDateOnly.FromDuckDBDate(new DuckDBDate { Days = (int)days }), time);
    }

    /// <exception cref="OverflowException">The moment lies outside the range of TIMESTAMP.</exception>
    public DuckDBTimestampStruct ToDuckDBTimestampStruct()
    {
        var seconds = (Time.Hour * 60L + Time.Min) * 60 + Time.Sec;
        // The earliest day starts before the earliest timestamp: only the sum is sure to fit into 64 bits.
        var micros = (Int128)Date.ToDuckDBDate().Days * MicrosPerDay + seconds * MicrosPerSecond + Time.Microsecond;
        return new DuckDBTimestampStruct { Micros = checked((long)micros) };
    }

    public override string ToString() => $"{Date} {Time}";
}
