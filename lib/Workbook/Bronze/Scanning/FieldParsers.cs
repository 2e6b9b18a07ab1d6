using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Workbook.Bronze.Scanning;

/// <summary>Text to a value as DuckDB stores it. Strict: no spaces, no other spelling than the one named.</summary>
/// <remarks>Structs, so that a loop over a column is compiled for its parser.</remarks>
internal unsafe interface IFieldParser<T> where T : unmanaged
{
    bool TryParse(byte* text, int length, out T value);
}

/// <summary><c>-?[0-9]+</c> that fits.</summary>
internal readonly unsafe struct IntegerParser<T> : IFieldParser<T> where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* text, int length, out T value)
    {
        value = default;
        var negative = length > 0 && *text == '-';
        var at = negative ? 1 : 0;
        // A long has 19 digits at most; zeros in front are none of a number's own.
        while (length - at > 19 && text[at] == '0')
            at++;
        if (at >= length || length - at > 19)
            return false;
        ulong magnitude = 0;
        for (; at < length; at++)
        {
            var digit = (uint)text[at] - '0';
            if (digit > 9)
                return false;
            magnitude = (magnitude * 10) + digit;
        }

        if (magnitude > (ulong)long.MaxValue + (negative ? 1u : 0u))
            return false;
        var number = negative ? unchecked(-(long)magnitude) : (long)magnitude;
        value = T.CreateTruncating(number);
        return long.CreateTruncating(value) == number;
    }
}

/// <summary>
/// <c>-?[0-9]+(\.[0-9]+)?</c> or <c>-?\.[0-9]+</c> as a whole number of the smallest unit. Digits beyond the scale must be
/// zeros: nothing is rounded.
/// </summary>
internal readonly unsafe struct DecimalParser<T>(int precision, int scale) : IFieldParser<T> where T : unmanaged, IBinaryInteger<T>
{
    private static readonly long[] PowersOfTen = [.. Enumerable.Range(0, 19).Select(power => (long)BigInteger.Pow(10, power))];

    private readonly ulong _limit = (ulong)PowersOfTen[precision];
    private readonly int _scale = scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* text, int length, out T value)
    {
        value = default;
        var negative = length > 0 && *text == '-';
        ulong units = 0;
        var missing = _scale;
        var digits = 0;
        var point = false;
        for (var at = negative ? 1 : 0; at < length; at++)
        {
            var digit = (uint)text[at] - '0';
            if (digit > 9)
            {
                if (text[at] != '.' || point || at + 1 == length)
                    return false;
                point = true;
                continue;
            }

            digits++;
            if (point && missing-- <= 0)
            {
                if (digit != 0)
                    return false;
                missing = 0;
                continue;
            }

            units = (units * 10) + digit;
            if (units >= _limit)
                return false;
        }

        if (digits == 0)
            return false;
        units *= (ulong)PowersOfTen[missing];
        if (units >= _limit)
            return false;
        value = T.CreateTruncating(negative ? -(long)units : (long)units);
        return true;
    }
}

/// <summary>A finite number, with or without exponent. A fraction becomes the double nearest to it; a whole number must be one.</summary>
internal readonly unsafe struct DoubleParser : IFieldParser<double>
{
    /// <summary>A double holds every whole number of so many digits.</summary>
    private const int ExactDigits = 15;

    private static readonly SearchValues<byte> WholeNumber = SearchValues.Create("+-0123456789"u8);

    public bool TryParse(byte* text, int length, out double value)
    {
        var number = new ReadOnlySpan<byte>(text, length);
        return double.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value)
            && (length <= ExactDigits || IsExact(number, value));
    }

    private static bool IsExact(ReadOnlySpan<byte> number, double value) =>
        number.ContainsAnyExcept(WholeNumber) || new BigInteger(value) == BigInteger.Parse(Encoding.ASCII.GetString(number), CultureInfo.InvariantCulture);
}

/// <summary><c>true</c> or <c>false</c> in any case.</summary>
internal readonly unsafe struct BooleanParser : IFieldParser<byte>
{
    public bool TryParse(byte* text, int length, out byte value)
    {
        var word = new ReadOnlySpan<byte>(text, length);
        value = Ascii.EqualsIgnoreCase(word, "true"u8) ? (byte)1 : (byte)0;
        return value == 1 || Ascii.EqualsIgnoreCase(word, "false"u8);
    }
}

/// <summary><c>yyyy-MM-dd</c> as days since 1970.</summary>
internal readonly unsafe struct DateParser : IFieldParser<int>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* text, int length, out int value)
    {
        value = 0;
        return length == 10 && TryDays(text, out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryDays(byte* text, out int days)
    {
        days = 0;
        var century = Two(text);
        var rest = Two(text + 2);
        var month = Two(text + 5);
        var day = Two(text + 8);
        if ((century | rest | month | day) < 0 || text[4] != '-' || text[7] != '-')
            return false;
        var year = (century * 100) + rest;
        if (year == 0 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)))
            return false;

        // Howard Hinnant's days algorithm, with the year starting in March; 719468 days lie between 0000-03-01 and 1970.
        year -= month <= 2 ? 1 : 0;
        var era = year / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        days = (era * 146097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719468;
        return true;
    }

    /// <summary>Negative when they are not two digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Two(byte* text)
    {
        var tens = (uint)text[0] - '0';
        var ones = (uint)text[1] - '0';
        return tens > 9 || ones > 9 ? -1 : (int)((tens * 10) + ones);
    }
}

/// <summary>
/// <c>yyyy-MM-dd[T ]HH:mm:ss</c>, up to six digits of a second, and <c>Z</c>, <c>±hh:mm</c> or nothing for UTC; a day alone
/// is its midnight. As microseconds since 1970 in UTC, within the years 1 to 9999.
/// </summary>
internal readonly unsafe struct TimestampParser : IFieldParser<long>
{
    private const int Day = 10;
    private const int Seconds = 19;
    private const long FirstMicrosecond = -62_135_596_800_000_000;
    private const long LastMicrosecond = 253_402_300_799_999_999;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* text, int length, out long value)
    {
        value = 0;
        if (length < Seconds)
            return length == Day && TryMidnight(text, out value);
        if (!DateParser.TryDays(text, out var days) || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':')
            return false;
        var hour = DateParser.Two(text + 11);
        var minute = DateParser.Two(text + 14);
        var second = DateParser.Two(text + 17);
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59)
            return false;
        value = ((days * 86_400L) + (hour * 3_600) + (minute * 60) + second) * 1_000_000;
        return length == Seconds || (length == Seconds + 1 && text[Seconds] == 'Z') || TryRest(text, length, ref value);
    }

    private static bool TryMidnight(byte* text, out long value)
    {
        var isDay = DateParser.TryDays(text, out var days);
        value = days * 86_400_000_000L;
        return isDay;
    }

    private static bool TryRest(byte* text, int length, ref long value)
    {
        var at = Seconds;
        if (text[at] == '.')
        {
            var unit = 1_000_000;
            for (at++; at < length && (uint)text[at] - '0' <= 9 && unit > 1; at++)
                value += (text[at] - '0') * (unit /= 10);
            if (unit == 1_000_000)
                return false;
        }

        if (at == length || (at == length - 1 && text[at] == 'Z'))
            return true;
        if (at != length - 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':')
            return false;
        var hours = DateParser.Two(text + at + 1);
        var minutes = DateParser.Two(text + at + 4);
        if ((uint)hours > 18 || (uint)minutes > 59)
            return false;
        value -= (text[at] == '-' ? -1 : 1) * ((hours * 60L) + minutes) * 60_000_000;
        return value is >= FirstMicrosecond and <= LastMicrosecond;
    }
}
