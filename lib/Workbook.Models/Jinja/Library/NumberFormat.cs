using System.Globalization;

namespace Workbook.Models.Jinja;

/// <summary>One number in one of Python's presentation types: d x X o b e E f F g G %.</summary>
internal static class NumberFormat
{
    public static object Truncated(object? value, char type) => value switch
    {
        long => value,
        bool flag => flag ? 1L : 0L,
        double number when type is 'd' or 'i' or 'u' && double.IsFinite(number) && Math.Abs(number) < long.MaxValue => (long)number,
        decimal number when type is 'd' or 'i' or 'u' => (long)number,
        _ => throw new JinjaFault($"The format code %{type} needs a number, but found {JinjaText.Repr(value)}"),
    };

    /// <summary>Sign: '-' only for negative numbers, '+' or ' ' for the others too.</summary>
    public static string Format(object number, char type, int? precision, char sign, bool prefixed, char? grouping)
    {
        var negative = number switch
        {
            long whole => whole < 0,
            decimal exact => exact < 0,
            double real => double.IsNegative(real),
            _ => false,
        };
        var digits = Digits(number, type, precision, prefixed);
        if (digits.StartsWith('-')) digits = digits[1..];
        if (grouping is { } separator) digits = Grouped(digits, separator, type is 'x' or 'X' or 'o' or 'b' ? 4 : 3);
        return negative ? "-" + digits : sign == '-' ? digits : sign + digits;
    }

    private static string Digits(object number, char type, int? precision, bool prefixed)
    {
        switch (type)
        {
            case 'd':
                return JinjaText.Str(number).TrimStart('-').PadLeft(precision ?? 0, '0');
            case 'x' or 'X' or 'o' or 'b':
                var whole = (UInt128)Int128.Abs((long)number);
                var digits = type switch
                {
                    'x' => whole.ToString("x", CultureInfo.InvariantCulture),
                    'X' => whole.ToString("X", CultureInfo.InvariantCulture),
                    'b' => whole.ToString("b", CultureInfo.InvariantCulture),
                    _ => Octal(whole),
                };
                return (prefixed ? $"0{type}" : "") + digits.PadLeft(precision ?? 0, '0');
            case 'f' or 'F':
                return JinjaNumber.Fixed(number, precision ?? 6);
            case '%':
                return JinjaNumber.Fixed(JinjaNumber.ToDouble(number) * 100, precision ?? 6) + "%";
            case 'e' or 'E':
                return Scientific(JinjaNumber.ToDouble(number), precision ?? 6, type);
            default:
                return General(JinjaNumber.ToDouble(number), Math.Max(1, precision ?? 6), type == 'G' ? 'E' : 'e', prefixed);
        }
    }

    private static string Octal(UInt128 number)
    {
        if (number == 0) return "0";
        var digits = "";
        for (; number > 0; number >>= 3) digits = (char)('0' + (int)(number & 7)) + digits;
        return digits;
    }

    private static string Scientific(double number, int precision, char letter)
    {
        if (!double.IsFinite(number)) return JinjaText.Str(number);
        var text = number.ToString($"E{precision}", CultureInfo.InvariantCulture);
        var at = text.IndexOf('E');
        var exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return $"{text[..at]}{letter}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string General(double number, int precision, char letter, bool keepZeros)
    {
        if (!double.IsFinite(number)) return JinjaText.Str(number);
        if (number == 0) return double.IsNegative(number) ? "-0" : "0";
        var scientific = Scientific(number, precision - 1, letter);
        var at = scientific.IndexOf(letter);
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent < -4 || exponent >= precision
            ? Trimmed(scientific[..at]) + scientific[at..]
            : Trimmed(JinjaNumber.Fixed(number, precision - 1 - exponent));

        string Trimmed(string digits) => keepZeros || !digits.Contains('.') ? digits : digits.TrimEnd('0').TrimEnd('.');
    }

    private static string Grouped(string digits, char separator, int size)
    {
        var end = digits.AsSpan().IndexOfAny(".e%");
        if (end < 0) end = digits.Length;
        for (var at = end - size; at > 0; at -= size) digits = digits.Insert(at, separator.ToString());
        return digits;
    }
}
