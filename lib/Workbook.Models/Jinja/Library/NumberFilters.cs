using System.Globalization;

namespace Workbook.Models.Jinja;

internal static class NumberFilters
{
    public static object? Abs(object? value, JinjaArguments arguments) => value switch
    {
        bool flag => flag ? 1L : 0L,
        long number => Math.Abs(number),
        double number => Math.Abs(number),
        decimal number => Math.Abs(number),
        TimeSpan span => span.Duration(),
        _ => throw NotANumber("abs", value),
    };

    public static object? Int(object? value, JinjaArguments arguments)
    {
        arguments.Only("default", "base");
        var radix = arguments.Integer(1, "base", 10);
        var fallback = arguments.At(0, "default", 0L);
        return value switch
        {
            bool flag => flag ? 1L : 0L,
            long => value,
            double number => double.IsFinite(number) ? Truncated(number) : fallback,
            decimal number => Truncated((double)number),
            string text => Whole(text, radix) ?? (Real(text) is { } real && double.IsFinite(real) ? Truncated(real) : fallback),
            JinjaUndefined undefined => throw undefined.Fault(),
            _ => fallback,
        };
    }

    public static object? Float(object? value, JinjaArguments arguments)
    {
        arguments.Only("default");
        return value switch
        {
            _ when JinjaNumber.IsNumber(value) => JinjaNumber.ToDouble(value),
            string text => Real(text) ?? arguments.At(0, "default", 0.0),
            JinjaUndefined undefined => throw undefined.Fault(),
            _ => arguments.At(0, "default", 0.0),
        };
    }

    public static object? Round(object? value, JinjaArguments arguments)
    {
        arguments.Only("precision", "method");
        var precision = (int)Math.Clamp(arguments.Integer(0, "precision"), -300, 300);
        var method = arguments.Text(1, "method", "common");
        if (!JinjaNumber.IsNumber(value)) throw NotANumber("round", value);
        if (method is "ceil" or "floor")
        {
            var scaled = JinjaNumber.ToDouble(value) * Math.Pow(10, precision);
            return (method == "ceil" ? Math.Ceiling(scaled) : Math.Floor(scaled)) / Math.Pow(10, precision);
        }
        if (method != "common") throw new JinjaFault($"round knows the methods common, ceil and floor, not '{method}'");
        return value switch
        {
            double number when precision >= 0 => double.IsFinite(number) ? double.Parse(JinjaNumber.Fixed(number, precision), CultureInfo.InvariantCulture) : number,
            double number => Math.Round(number / Math.Pow(10, -precision), MidpointRounding.ToEven) * Math.Pow(10, -precision),
            decimal number when precision >= 0 => Math.Round(number, Math.Min(precision, 28), MidpointRounding.ToEven),
            bool flag => flag ? 1L : 0L,
            long when precision >= 0 => value,
            _ => (long)(Math.Round(Convert.ToDecimal(value, CultureInfo.InvariantCulture) / (decimal)Math.Pow(10, -precision), MidpointRounding.ToEven) * (decimal)Math.Pow(10, -precision)),
        };
    }

    public static object? AsBool(object? value, JinjaArguments arguments) => value switch
    {
        bool => value,
        string text when bool.TryParse(text.Trim(), out var flag) => flag,
        _ => throw new JinjaFault($"as_bool needs true or false, but found {JinjaText.Repr(value)}"),
    };

    public static object? AsNumber(object? value, JinjaArguments arguments) => value switch
    {
        long or double or decimal => value,
        string text when Whole(text, 10) is { } whole => whole,
        string text when Real(text) is { } real => real,
        _ => throw new JinjaFault($"as_number needs a number, but found {JinjaText.Repr(value)}"),
    };

    /// <summary>Text that is a literal becomes its value; other text stays text.</summary>
    public static object? AsNative(object? value, JinjaArguments arguments)
    {
        if (value is not string text) return value;
        try
        {
            return ExpressionParser.ParseLiteral(text);
        }
        catch (JinjaException)
        {
            return text;
        }
    }

    public static long? Whole(string text, long radix)
    {
        text = text.Trim().Replace("_", "", StringComparison.Ordinal);
        var negative = text.StartsWith('-');
        var digits = text.TrimStart('-', '+');
        if (digits.Length < text.Length - 1) return null;
        if (radix is 16 or 0 && digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) (digits, radix) = (digits[2..], 16);
        else if (radix is 8 or 0 && digits.StartsWith("0o", StringComparison.OrdinalIgnoreCase)) (digits, radix) = (digits[2..], 8);
        else if (radix is 2 or 0 && digits.StartsWith("0b", StringComparison.OrdinalIgnoreCase)) (digits, radix) = (digits[2..], 2);
        if (radix == 0) radix = 10;
        if (digits.Length == 0) return null;
        Int128 number = 0;
        foreach (var letter in digits)
        {
            var digit = char.IsAsciiDigit(letter) ? letter - '0' : char.IsAsciiLetter(letter) ? char.ToLowerInvariant(letter) - 'a' + 10 : 99;
            if (digit >= radix || number > long.MaxValue) return null;
            number = number * radix + digit;
        }
        number = negative ? -number : number;
        return number >= long.MinValue && number <= long.MaxValue ? (long)number : null;
    }

    public static double? Real(string text)
    {
        text = text.Trim();
        if (text.TrimStart('-', '+').ToLowerInvariant() is "inf" or "infinity") return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static long Truncated(double number) =>
        Math.Abs(number) < long.MaxValue ? (long)number : throw new JinjaFault($"{JinjaText.Str(number)} does not fit in an integer of 64 bits");

    private static JinjaFault NotANumber(string filter, object? value) => value is JinjaUndefined undefined
        ? undefined.Fault()
        : new JinjaFault($"The filter '{filter}' needs a number, but found {JinjaText.Repr(value)}; | int or | float makes one of a string");
}
