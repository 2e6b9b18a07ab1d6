using System.Globalization;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>
/// Python's arithmetic over long, double and decimal; bool counts as 0 and 1. Integers end at 64 bits, and say so.
/// A decimal meets a double as a double (Python refuses the pair).
/// </summary>
internal static class JinjaNumber
{
    public static bool IsNumber(object? value) => value is long or double or bool or decimal;

    public static double ToDouble(object? value) => value switch
    {
        long number => number,
        double number => number,
        decimal number => (double)number,
        bool flag => flag ? 1 : 0,
        _ => throw new JinjaFault($"A number is expected, but found {JinjaText.Repr(value)}"),
    };

    public static int? Compare(object? left, object? right)
    {
        if (Whole(left) is { } a && Whole(right) is { } b) return a.CompareTo(b);
        if (left is not double && right is not double) return ToDecimal(left).CompareTo(ToDecimal(right));
        var (x, y) = (ToDouble(left), ToDouble(right));
        if (double.IsNaN(x) || double.IsNaN(y)) return null;
        return x.CompareTo(y);
    }

    public static object? Add(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => a + b,
        (List<object?> a, List<object?> b) => new List<object?>([.. a, .. b]),
        (JinjaTuple a, JinjaTuple b) => new JinjaTuple([.. a, .. b]),
        (DateTime a, TimeSpan b) => a + b,
        (DateTimeOffset a, TimeSpan b) => a + b,
        (DateOnly a, TimeSpan b) => a.AddDays((int)Math.Floor(b.TotalDays)),
        (TimeSpan a, TimeSpan b) => a + b,
        (TimeSpan, DateTime or DateTimeOffset or DateOnly) => Add(right, left),
        _ => Number("+", left, right, (a, b) => checked(a + b), (a, b) => a + b, (a, b) => a + b),
    };

    public static object? Subtract(object? left, object? right) => (left, right) switch
    {
        (DateTime a, DateTime b) => a - b,
        (DateTime a, TimeSpan b) => a - b,
        (DateTimeOffset a, DateTimeOffset b) => a - b,
        (DateTimeOffset a, TimeSpan b) => a - b,
        (DateOnly a, DateOnly b) => TimeSpan.FromDays(a.DayNumber - b.DayNumber),
        (DateOnly a, TimeSpan b) => a.AddDays(-(int)Math.Floor(b.TotalDays)),
        (TimeSpan a, TimeSpan b) => a - b,
        _ => Number("-", left, right, (a, b) => checked(a - b), (a, b) => a - b, (a, b) => a - b),
    };

    public static object? Multiply(object? left, object? right) =>
        Repeated(left, right) ?? Repeated(right, left)
        ?? Number("*", left, right, (a, b) => checked(a * b), (a, b) => a * b, (a, b) => a * b);

    public static object? Divide(object? left, object? right) => Whole(left) is { } a && Whole(right) is { } b
        ? b == 0 ? throw ByZero(left, right) : (double)a / b
        : Number("/", left, right, (_, _) => 0, (x, y) => y == 0 ? throw ByZero(left, right) : x / y, (x, y) => y == 0 ? throw ByZero(left, right) : x / y);

    /// <summary>Rounds down, also below zero.</summary>
    public static object? FloorDivide(object? left, object? right) => Number(
        "//", left, right,
        (a, b) => b == 0 ? throw ByZero(left, right) : b == -1 ? checked(-a) : a / b - (a % b != 0 && a < 0 != b < 0 ? 1 : 0),
        (a, b) => b == 0 ? throw ByZero(left, right) : Math.Floor((a - FloatModulo(a, b)) / b + 0.5),
        (a, b) => b == 0 ? throw ByZero(left, right) : decimal.Truncate(a / b));

    /// <summary>Has the sign of the divisor; a string on the left is a format.</summary>
    public static object? Modulo(object? left, object? right) => left is string format
        ? PercentFormat.Apply(format, right)
        : Number(
            "%", left, right,
            (a, b) => b == 0 ? throw ByZero(left, right) : b == -1 ? 0 : (a % b + b) % b,
            (a, b) => b == 0 ? throw ByZero(left, right) : FloatModulo(a, b),
            (a, b) => b == 0 ? throw ByZero(left, right) : a % b);

    public static object? Power(object? left, object? right)
    {
        if (Whole(left) is not { } number || Whole(right) is not { } exponent)
            return Number("**", left, right, (_, _) => 0, Math.Pow, (a, b) => (decimal)Math.Pow((double)a, (double)b));
        if (exponent < 0) return number == 0 ? throw ByZero(left, right) : Math.Pow(number, exponent);
        if (number is 0 or 1 or -1) return exponent == 0 || (number == -1 && exponent % 2 == 0) ? 1L : number;
        try
        {
            var power = 1L;
            for (; exponent > 0; exponent--) power = checked(power * number);
            return power;
        }
        catch (OverflowException)
        {
            throw TooLarge("**", left, right);
        }
    }

    public static object? Negate(object? value) => value switch
    {
        TimeSpan span => -span,
        double number => -number,
        decimal number => -number,
        _ => Number("-", 0L, value, (a, b) => checked(a - b), (a, b) => a - b, (a, b) => a - b),
    };

    public static object? Plus(object? value) => value is TimeSpan ? value : Number("+", 0L, value, (a, b) => a + b, (_, b) => b, (_, b) => b);

    /// <summary>Text of a number with so many places, ties to the even digit, exact for any double.</summary>
    public static string Fixed(object? value, int places)
    {
        if (value is long or bool) return Whole(value)!.Value.ToString($"F{places}", CultureInfo.InvariantCulture);
        if (value is decimal exact) return Math.Round(exact, Math.Min(places, 28), MidpointRounding.ToEven).ToString($"F{places}", CultureInfo.InvariantCulture);
        var number = ToDouble(value);
        if (!double.IsFinite(number)) return JinjaText.Str(number);
        // The digits of a double go on far behind the point; forty more tell a tie from what lies next to it.
        var digits = number.ToString($"F{places + 40}", CultureInfo.InvariantCulture);
        var cut = digits.Length - 40;
        var tail = digits.AsSpan(cut);
        var last = digits[cut - 1] == '.' ? digits[cut - 2] : digits[cut - 1];
        var up = tail[0] > '5' || (tail[0] == '5' && (tail[1..].ContainsAnyExcept('0') || (last - '0') % 2 == 1));
        var text = new StringBuilder(places == 0 ? digits[..(cut - 1)] : digits[..cut]);
        if (!up) return text.ToString();
        var at = text.Length - 1;
        for (; at >= 0 && text[at] is '9' or '.'; at--)
            if (text[at] == '9')
                text[at] = '0';
        if (at < 0 || text[at] == '-') text.Insert(at + 1, '1');
        else text[at]++;
        return text.ToString();
    }

    private static double FloatModulo(double a, double b)
    {
        var rest = a % b;
        return rest == 0 ? Math.CopySign(0, b) : rest < 0 != b < 0 ? rest + b : rest;
    }

    private static long? Whole(object? value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        _ => null,
    };

    private static decimal ToDecimal(object? value) => value is decimal number ? number : Whole(value)!.Value;

    private static object? Repeated(object? sequence, object? count)
    {
        if (Whole(count) is not { } times || sequence is not (string or List<object?> or JinjaTuple)) return null;
        var size = sequence is string letters ? letters.Length : ((IReadOnlyList<object?>)sequence).Count;
        if (size * (decimal)Math.Max(0, times) > 100_000_000) throw new JinjaFault($"A {JinjaText.TypeName(sequence)} repeated {times} times is too long");
        var items = Enumerable.Range(0, (int)Math.Max(0, times));
        return sequence switch
        {
            string text => string.Concat(items.Select(_ => text)),
            List<object?> list => items.SelectMany(_ => list).ToList(),
            _ => new JinjaTuple([.. items.SelectMany(_ => (JinjaTuple)sequence)]),
        };
    }

    private static object Number(
        string operation, object? left, object? right,
        Func<long, long, long> whole, Func<double, double, double> real, Func<decimal, decimal, decimal> exact)
    {
        if (!IsNumber(left) || !IsNumber(right)) throw Unsupported(operation, left, right);
        try
        {
            if (Whole(left) is { } a && Whole(right) is { } b) return whole(a, b);
            if (left is double || right is double) return real(ToDouble(left), ToDouble(right));
            return exact(ToDecimal(left), ToDecimal(right));
        }
        catch (OverflowException)
        {
            throw TooLarge(operation, left, right);
        }
    }

    private static JinjaFault Unsupported(string operation, object? left, object? right) => (left, right) switch
    {
        (JinjaUndefined undefined, _) => undefined.Fault(),
        (_, JinjaUndefined undefined) => undefined.Fault(),
        _ => new JinjaFault(
            $"'{operation}' is not supported between '{JinjaText.TypeName(left)}' and '{JinjaText.TypeName(right)}': {JinjaText.Repr(left)} {operation} {JinjaText.Repr(right)}"
            + (left is string || right is string ? ". To join text, write ~" : "")),
    };

    private static JinjaFault ByZero(object? left, object? right) => new($"Division by zero: {JinjaText.Repr(left)} / {JinjaText.Repr(right)}");

    private static JinjaFault TooLarge(string operation, object? left, object? right) =>
        new($"{JinjaText.Repr(left)} {operation} {JinjaText.Repr(right)} does not fit in 64 bits");
}
