using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>Values as Python's str() and repr() write them.</summary>
internal static class JinjaText
{
    public static string Str(object? value) => value switch
    {
        string text => text,
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Float(number),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        JinjaTuple or JinjaDict or List<object?> => Repr(value),
        DateTime time => Time(time) + (time.Kind == DateTimeKind.Utc ? "+00:00" : ""),
        DateTimeOffset time => Time(time.DateTime) + Offset(time.Offset),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => Clock(time.Ticks),
        TimeSpan span => Duration(span),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    public static string Repr(object? value)
    {
        switch (value)
        {
            case string text: return Quoted(text);
            case JinjaUndefined: return "Undefined";
            case decimal: return $"Decimal('{Str(value)}')";
            case DateTime time: return $"datetime.datetime({time.Year}, {time.Month}, {time.Day}, {time.Hour}, {time.Minute}{Seconds(time)})";
            case DateOnly date: return $"datetime.date({date.Year}, {date.Month}, {date.Day})";
            case JinjaTuple { Count: 1 } tuple: return $"({Repr(tuple[0])},)";
            case JinjaTuple tuple: return $"({Joined(tuple)})";
            case List<object?> list: return $"[{Joined(list)}]";
            case JinjaDict dict: return $"{{{string.Join(", ", dict.Select(entry => $"{Repr(entry.Key)}: {Nested(entry.Value)}"))}}}";
            default: return Str(value);
        }
    }

    /// <summary>The Python type, for messages that its users know.</summary>
    public static string TypeName(object? value) => value switch
    {
        null => "NoneType",
        string => "str",
        bool => "bool",
        long => "int",
        double => "float",
        decimal => "Decimal",
        JinjaTuple => "tuple",
        List<object?> => "list",
        JinjaDict => "dict",
        DateTime or DateTimeOffset => "datetime",
        DateOnly => "date",
        TimeOnly => "time",
        TimeSpan => "timedelta",
        JinjaNamespace => "namespace",
        JinjaUndefined => "undefined",
        BoundMacro => "macro",
        IJinjaCallable => "function",
        _ => value.GetType().Name,
    };

    /// <summary>The shortest digits that read back as the same number; an exponent below 1e-4 and from 1e16 on.</summary>
    private static string Float(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        if (number == 0) return double.IsNegative(number) ? "-0.0" : "0.0";
        var scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        for (var places = 0; places < 16; places++)
        {
            var candidate = number.ToString($"E{places}", CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) != number) continue;
            scientific = candidate;
            break;
        }
        var at = scientific.IndexOf('E');
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is >= -4 and < 16)
        {
            var digits = Math.Max(0, at - (scientific[0] == '-' ? 3 : 2));
            return number.ToString($"F{Math.Max(1, digits - exponent)}", CultureInfo.InvariantCulture);
        }
        return $"{scientific[..at]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var rune in text.EnumerateRunes())
            switch (rune.Value)
            {
                case '\\': quoted.Append(@"\\"); break;
                case '\n': quoted.Append(@"\n"); break;
                case '\r': quoted.Append(@"\r"); break;
                case '\t': quoted.Append(@"\t"); break;
                case var code when code == quote: quoted.Append('\\').Append(quote); break;
                case var code and (< 0x20 or (>= 0x7f and <= 0xa0) or 0xad): quoted.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}"); break;
                case var code when IsHidden(rune): quoted.Append(code > 0xffff ? $"\\U{code:x8}" : $"\\u{code:x4}"); break;
                default: quoted.Append(rune); break;
            }
        return quoted.Append(quote).ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned && rune.Value != ' ';

    private static string Joined(IEnumerable<object?> items) => string.Join(", ", items.Select(Nested));

    private static string Nested(object? value)
    {
        // A list that was appended to itself would have no end.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new JinjaFault("A value contains itself and has no text");
        return Repr(value);
    }

    private static string Time(DateTime time) => Invariant($"{time:yyyy-MM-dd} {Clock(time.TimeOfDay.Ticks)}");

    private static string Seconds(DateTime time)
    {
        var micros = time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        return micros > 0 ? $", {time.Second}, {micros}" : time.Second > 0 ? $", {time.Second}" : "";
    }

    private static string Clock(long ticks)
    {
        var micros = ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond;
        var clock = TimeSpan.FromTicks(ticks).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return micros == 0 ? clock : $"{clock}.{micros:000000}";
    }

    private static string Offset(TimeSpan offset) => $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";

    private static string Duration(TimeSpan span)
    {
        var days = (int)Math.Floor(span.TotalDays);
        var rest = span - TimeSpan.FromDays(days);
        var clock = Clock(rest.Ticks);
        if (clock[0] == '0') clock = clock[1..];
        return days == 0 ? clock : Invariant($"{days} day{(Math.Abs(days) == 1 ? "" : "s")}, {clock}");
    }
}
