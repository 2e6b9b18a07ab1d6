using System.Globalization;
using System.Numerics;
using Workbook.Contracts;
using Workbook.ParquetReading;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>A value that came with a type of its own as one of a contract's type: the very same, or none.</summary>
internal static class TypedValue
{
    /// <summary>A number or a time in a column of text: bronze's spelling of it is right if it means the same.</summary>
    public sealed record Spelling(object Of)
    {
        public bool Fits(string text) => Of switch
        {
            bool truth => text == (truth ? "true" : "false"),
            BigInteger number => text == number.ToString(CultureInfo.InvariantCulture),
            ExactDecimal number => text.AsSpan().IndexOfAny("eE") < 0 && StrictText.Units(ColumnType.Decimal(38, number.Scale), text) is BigInteger units && units == number.Unscaled,
            double number => Number(text).Equals(number),
            float number => ((float)Number(text)).Equals(number),
            DateOnly day => text == day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ExactInstant instant => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment) && (moment - DateTime.UnixEpoch).Ticks == instant.Ticks,
            TimeSpan time => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var told) && told == time,
            Guid guid => text == guid.ToString(),
            _ => false,
        };

        private static double Number(string text) => text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => double.NaN,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Null where it is none.</summary>
    public static object? Value(ColumnType type, object delivered) => (delivered, type.Kind) switch
    {
        (string text, ColumnKind.Boolean or ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double or ColumnKind.Text) => StrictText.Value(type, text),
        (Untaken, _) => null,
        (_, ColumnKind.Text) => new Spelling(delivered),
        (BigInteger number, ColumnKind.Int32 or ColumnKind.Int64) => Whole(type, number),
        (ExactDecimal number, ColumnKind.Int32 or ColumnKind.Int64) => Rescaled(number, 0) is { } whole ? Whole(type, whole) : null,
        (double or float, ColumnKind.Int32 or ColumnKind.Int64) => Convert.ToDouble(delivered, CultureInfo.InvariantCulture) is var number && double.IsInteger(number) ? Whole(type, new BigInteger(number)) : null,
        (BigInteger number, ColumnKind.Decimal) => Fits(type, number * BigInteger.Pow(10, type.Scale)),
        (ExactDecimal number, ColumnKind.Decimal) => Rescaled(number, type.Scale) is { } units ? Fits(type, units) : null,
        // A whole number is what it is, to the last digit.
        (double number, ColumnKind.Decimal) when double.IsInteger(number) => Fits(type, new BigInteger(number) * BigInteger.Pow(10, type.Scale)),
        (float number, ColumnKind.Decimal) when float.IsInteger(number) => Fits(type, new BigInteger(number) * BigInteger.Pow(10, type.Scale)),
        // What it is exactly, where that fits.
        (float number, ColumnKind.Decimal) when number * Math.Pow(10, type.Scale) is var units && double.IsInteger(units) => Fits(type, new BigInteger(units)),
        (double number, ColumnKind.Decimal) => Shortest(type, number.ToString("R", CultureInfo.InvariantCulture), double.IsFinite(number)),
        (float number, ColumnKind.Decimal) => Shortest(type, number.ToString("R", CultureInfo.InvariantCulture), float.IsFinite(number)),
        (BigInteger number, ColumnKind.Double) => (double)number is var near && double.IsFinite(near) && new BigInteger(near) == number ? near : null,
        (ExactDecimal number, ColumnKind.Double) => double.Parse($"{number.Unscaled}e-{number.Scale}", CultureInfo.InvariantCulture),
        (double or float, ColumnKind.Double) => Convert.ToDouble(delivered, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : null,
        (bool, ColumnKind.Boolean) => delivered,
        (DateOnly day, ColumnKind.Date) => StrictText.DayNumber(day),
        (ExactInstant instant, ColumnKind.Date) => instant.Ticks % TimeSpan.TicksPerDay == 0 && StrictText.InCalendar(instant.Ticks / 10) ? (int)(instant.Ticks / TimeSpan.TicksPerDay) : null,
        (DateOnly day, ColumnKind.Timestamp) => StrictText.DayNumber(day) * 86_400_000_000L,
        (ExactInstant instant, ColumnKind.Timestamp) => instant.Ticks % 10 == 0 && StrictText.InCalendar(instant.Ticks / 10) ? (long)(instant.Ticks / 10) : null,
        _ => null,
    };

    private static BigInteger? Whole(ColumnType type, BigInteger number) => type.Kind == ColumnKind.Int32
        ? (number >= int.MinValue && number <= int.MaxValue ? number : null)
        : number >= long.MinValue && number <= long.MaxValue ? number : null;

    private static BigInteger? Fits(ColumnType type, BigInteger units) => BigInteger.Abs(units) < BigInteger.Pow(10, type.Precision) ? units : null;

    private static BigInteger? Rescaled(ExactDecimal number, int scale)
    {
        if (scale >= number.Scale)
            return number.Unscaled * BigInteger.Pow(10, scale - number.Scale);
        var units = BigInteger.DivRem(number.Unscaled, BigInteger.Pow(10, number.Scale - scale), out var rest);
        return rest.IsZero ? units : null;
    }

    /// <summary>The number as people write it: 9.95, not the binary fraction nearest to it.</summary>
    private static BigInteger? Shortest(ColumnType type, string text, bool isFinite) =>
        isFinite && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && StrictText.Units(type, number.ToString(CultureInfo.InvariantCulture)) is { } units ? units : null;
}
