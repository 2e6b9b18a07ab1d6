using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>A DATE as stored: days since 1970-01-01; the two extremes mean infinity.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct DuckDBDate
{
    public int Days { get; set; }

    public readonly bool IsInfinity => Days is int.MaxValue or -int.MaxValue;
}

/// <summary>
/// A DATE split by the proleptic Gregorian calendar, with the year 0 for 1 BC. The conversions are exact over the whole
/// range of DATE, infinities included: those come out as the days that hold their place and go back in as infinities.
/// </summary>
/// <remarks>Computed here because <c>duckdb_from_timestamp</c> ends the process when it is given an infinity.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBDateOnly(int Year, byte Month, byte Day)
{
    // Counting years from 1 March puts the leap day last; 400 such years ("an era") have 146,097 days, and
    // 1970-01-01 is day 719,468 of the count. From "chrono-Compatible Low-Level Date Algorithms" by Howard Hinnant.
    private const int DaysPerEra = 146_097;
    private const int EpochOffset = 719_468;

    public static implicit operator DuckDBDateOnly(DateOnly date) => new(date.Year, (byte)date.Month, (byte)date.Day);

    /// <exception cref="ArgumentOutOfRangeException">.NET's calendar has only the years 1 to 9999.</exception>
    public static implicit operator DateOnly(DuckDBDateOnly date) => new(date.Year, date.Month, date.Day);

    public static DuckDBDateOnly FromDuckDBDate(DuckDBDate date)
    {
        var (era, dayOfEra) = FloorDivision(date.Days + (long)EpochOffset, DaysPerEra);
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var monthFromMarch = (5 * dayOfYear + 2) / 153;
        var day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return new DuckDBDateOnly((int)year, (byte)month, (byte)day);
    }

    /// <exception cref="OverflowException">The day lies outside the range of DATE.</exception>
    public DuckDBDate ToDuckDBDate()
    {
        var (era, yearOfEra) = FloorDivision(Month <= 2 ? Year - 1L : Year, 400);
        var monthFromMarch = Month > 2 ? Month - 3 : Month + 9;
        var dayOfYear = (153 * monthFromMarch + 2) / 5 + Day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return new DuckDBDate { Days = checked((int)(era * DaysPerEra + dayOfEra - EpochOffset)) };
    }

    public override string ToString() => Year > 0
        ? $"{Year:0000}-{Month:00}-{Day:00}"
        : $"{1 - (long)Year:0000}-{Month:00}-{Day:00} (BC)";

    internal static (long Quotient, long Remainder) FloorDivision(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }
}
