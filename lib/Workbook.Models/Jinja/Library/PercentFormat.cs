using System.Globalization;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>Python's <c>'%s of %d' % (a, b)</c> and <c>'%(name)s' % dict</c>.</summary>
internal static class PercentFormat
{
    public static string Apply(string format, object? arguments)
    {
        var positional = arguments is JinjaTuple tuple ? tuple : new JinjaTuple(arguments);
        var used = 0;
        object? Next() => used < positional.Count ? positional[used++] : throw new JinjaFault($"The format {JinjaText.Repr(format)} needs more than {positional.Count} argument(s)");

        var text = new StringBuilder();
        var at = 0;
        while (at < format.Length)
        {
            if (format[at] != '%')
            {
                text.Append(format[at++]);
                continue;
            }
            at++;
            object? value = null;
            var mapped = false;
            if (at < format.Length && format[at] == '(')
            {
                var close = format.IndexOf(')', at);
                if (close < 0) throw Incomplete(format);
                var key = format[(at + 1)..close];
                if (arguments is not JinjaDict dict) throw new JinjaFault("A format with names needs a dict");
                if (!dict.TryGet(key, out value)) throw new JinjaFault($"The format's dict has no key '{key}'.{NearestName.Hint(key, JinjaMember.Names(dict))}");
                mapped = true;
                at = close + 1;
            }
            var flags = at;
            while (at < format.Length && "-+ #0".Contains(format[at])) at++;
            var flagged = format[flags..at];
            var width = Number(format, ref at, Next) ?? 0;
            int? precision = null;
            if (at < format.Length && format[at] == '.')
            {
                at++;
                precision = Number(format, ref at, Next) ?? 0;
            }
            if (at >= format.Length) throw Incomplete(format);
            var type = format[at++];
            if (type == '%')
            {
                text.Append('%');
                continue;
            }
            if (!mapped) value = Next();
            text.Append(One(type, value, flagged, width, precision));
        }
        if (used < positional.Count && arguments is not JinjaDict) throw new JinjaFault($"The format {JinjaText.Repr(format)} does not use all of its arguments");
        return text.ToString();
    }

    private static int? Number(string format, ref int at, Func<object?> next)
    {
        if (at < format.Length && format[at] == '*')
        {
            at++;
            return (int)JinjaNumber.ToDouble(next());
        }
        var start = at;
        while (at < format.Length && char.IsAsciiDigit(format[at])) at++;
        return at == start ? null : int.Parse(format.AsSpan(start, at - start), CultureInfo.InvariantCulture);
    }

    private static string One(char type, object? value, string flags, int width, int? precision)
    {
        var left = flags.Contains('-');
        var zero = flags.Contains('0') && !left && type is not ('s' or 'r' or 'c');
        var sign = flags.Contains('+') ? '+' : flags.Contains(' ') ? ' ' : '-';
        var body = type switch
        {
            's' => Cut(JinjaText.Str(value), precision),
            'r' => Cut(JinjaText.Repr(value), precision),
            'c' => value is long code ? char.ConvertFromUtf32((int)code) : JinjaText.Str(value),
            'd' or 'i' or 'u' => NumberFormat.Format(NumberFormat.Truncated(value, type), 'd', precision, sign, false, null),
            'x' or 'X' or 'o' => NumberFormat.Format(NumberFormat.Truncated(value, type), type, precision, sign, flags.Contains('#'), null),
            'e' or 'E' or 'f' or 'F' or 'g' or 'G' => NumberFormat.Format(JinjaNumber.ToDouble(value), type, precision ?? 6, sign, flags.Contains('#'), null),
            _ => throw new JinjaFault($"The format code %{type} is unknown; known are s r c d i u x X o e E f F g G"),
        };
        if (zero && body.Length < width)
        {
            var signed = body.Length > 0 && body[0] is '-' or '+' or ' ' ? 1 : 0;
            return body[..signed] + body[signed..].PadLeft(width - signed, '0');
        }
        return left ? body.PadRight(width) : body.PadLeft(width);
    }

    private static string Cut(string text, int? precision) => precision is { } most && most < text.Length ? text[..most] : text;

    private static JinjaFault Incomplete(string format) => new($"The format {JinjaText.Repr(format)} is incomplete");
}
