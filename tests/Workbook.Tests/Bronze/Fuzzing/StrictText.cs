using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>A text as a value of a contract's type, by the words of the contract's documentation; slow and plain.</summary>
internal static partial class StrictText
{
    /// <summary>Null where the text is no value of the type.</summary>
    public static object? Value(ColumnType type, string text) => type.Kind switch
    {
        ColumnKind.Int32 => Whole(text, int.MinValue, int.MaxValue),
        ColumnKind.Int64 => Whole(text, long.MinValue, long.MaxValue),
        ColumnKind.Decimal => Units(type, text),
        ColumnKind.Double => Number(text),
        ColumnKind.Boolean => Truth(text),
        ColumnKind.Date => Day(text),
        ColumnKind.Timestamp => Instant(text),
        _ => text.Contains('\0') ? null : text,
    };

    /// <summary>Units of the type's scale; null where digits would be lost, or are too many.</summary>
    public static BigInteger? Units(ColumnType type, string text)
    {
        if (Decimal().Match(text) is not { Success: true } number)
            return null;
        var fraction = number.Groups["fraction"].Value.TrimEnd('0');
        if (fraction.Length > type.Scale)
            return null;
        var units = BigInteger.Parse("0" + number.Groups["whole"].Value + fraction.PadRight(type.Scale, '0'), CultureInfo.InvariantCulture);
        return units >= BigInteger.Pow(10, type.Precision) ? null : number.Groups["sign"].Length > 0 ? -units : units;
    }

    private static BigInteger? Whole(string text, BigInteger least, BigInteger most) =>
        WholeNumber().IsMatch(text) && BigInteger.Parse(text, CultureInfo.InvariantCulture) is var number && number >= least && number <= most ? number : null;

    private static double? Number(string text)
    {
        if (!Floating().IsMatch(text) || !double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture)))
            return null;
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".eE") < 0 && new BigInteger(number) != BigInteger.Parse(text, CultureInfo.InvariantCulture) ? null : number;
    }

    private static bool? Truth(string text) => IsTrue().IsMatch(text) ? true : IsFalse().IsMatch(text) ? false : null;

    private static int? Day(string text) => IsoDay().IsMatch(text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? DayNumber(day) : null;

    public static int DayNumber(DateOnly day) => day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    private static long? Instant(string text)
    {
        if (IsoInstant().Match(text) is not { Success: true } parts || Day(parts.Groups["day"].Value) is not int day)
            return null;
        var (hour, minute, second) = (Two(parts, "hour"), Two(parts, "minute"), Two(parts, "second"));
        var (hours, minutes) = (Two(parts, "hours"), Two(parts, "minutes"));
        if (hour > 23 || minute > 59 || second > 59 || hours > 18 || minutes > 59)
            return null;
        var micros = ((((day * 24L) + hour) * 60 + minute) * 60 + second) * 1_000_000 + long.Parse("0" + parts.Groups["fraction"].Value.PadRight(6, '0'), CultureInfo.InvariantCulture);
        micros -= (parts.Groups["sign"].Value == "-" ? -1 : 1) * ((hours * 60L) + minutes) * 60_000_000;
        return InCalendar(micros) ? micros : null;
    }

    /// <summary>Years 1 to 9999.</summary>
    public static bool InCalendar(BigInteger micros) => micros >= -62_135_596_800_000_000 && micros <= 253_402_300_799_999_999;

    private static long Two(Match parts, string name) => parts.Groups[name].Success ? long.Parse(parts.Groups[name].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"\A(?<sign>-?)(?:(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]+))?|\.(?<fraction>[0-9]+))\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Floating();

    [GeneratedRegex(@"\A[Tt][Rr][Uu][Ee]\z")]
    private static partial Regex IsTrue();

    [GeneratedRegex(@"\A[Ff][Aa][Ll][Ss][Ee]\z")]
    private static partial Regex IsFalse();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex IsoDay();

    [GeneratedRegex(@"\A(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ](?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]{1,6}))?(?:Z|(?<sign>[-+])(?<hours>[0-9]{2}):(?<minutes>[0-9]{2}))?)?\z")]
    private static partial Regex IsoInstant();
}
