using System.Globalization;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>Python's <c>'{} of {name!r:&gt;10}'.format(…)</c> and the format specifications behind the colon.</summary>
internal static class StringFormat
{
    public static string Apply(string format, JinjaArguments arguments)
    {
        var next = 0;
        return Apply(format, arguments, ref next);
    }

    private static string Apply(string format, JinjaArguments arguments, ref int next)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            var letter = format[at];
            if (letter is '{' or '}' && at + 1 < format.Length && format[at + 1] == letter)
            {
                text.Append(letter);
                at++;
            }
            else if (letter == '}')
                throw new JinjaFault($"A single '}}' stands in the format {JinjaText.Repr(format)}; write '}}}}' for the letter itself");
            else if (letter == '{')
            {
                var close = Closing(format, at);
                text.Append(Field(format[(at + 1)..close], arguments, ref next));
                at = close;
            }
            else
                text.Append(letter);
        }
        return text.ToString();
    }

    /// <summary>[[fill]align][sign][#][0][width][,][.precision][type]</summary>
    public static string Format(object? value, string specification)
    {
        if (specification.Length == 0) return JinjaText.Str(value);
        if (value is DateTime or DateTimeOffset or DateOnly) return DateMembers.Format(value, specification);
        var at = 0;
        var fill = ' ';
        char? align = null;
        if (specification.Length > 1 && "<>^=".Contains(specification[1]))
        {
            (fill, align) = (specification[0], specification[1]);
            at = 2;
        }
        else if ("<>^=".Contains(specification[0]))
            align = specification[at++];
        var sign = at < specification.Length && "+- ".Contains(specification[at]) ? specification[at++] : '-';
        var prefixed = at < specification.Length && specification[at] == '#' && at++ >= 0;
        if (at < specification.Length && specification[at] == '0')
        {
            at++;
            if (align is null) (fill, align) = ('0', '=');
        }
        var width = Digits(specification, ref at) ?? 0;
        char? grouping = at < specification.Length && specification[at] is ',' or '_' ? specification[at++] : null;
        int? precision = null;
        if (at < specification.Length && specification[at] == '.')
        {
            at++;
            precision = Digits(specification, ref at) ?? throw Unknown(specification, value);
        }
        var type = at < specification.Length ? specification[at++] : '\0';
        if (at < specification.Length) throw Unknown(specification, value);

        var body = Body(value, type, precision, sign, prefixed, grouping, specification);
        var numeric = JinjaNumber.IsNumber(value) && type != 's';
        return Aligned(body, width, fill, align ?? (numeric ? '>' : '<'));
    }

    private static string Body(object? value, char type, int? precision, char sign, bool prefixed, char? grouping, string specification)
    {
        switch (value)
        {
            case string text when type is 's' or '\0':
                return precision is { } most && most < text.Length ? text[..most] : text;
            case long or bool when type is '\0' or 'n' && !(type == '\0' && value is bool && specification is "s"):
                return NumberFormat.Format(NumberFormat.Truncated(value, 'd'), 'd', null, sign, false, grouping);
            case long or bool when type is 'd' or 'x' or 'X' or 'o' or 'b':
                return NumberFormat.Format(NumberFormat.Truncated(value, type), type, null, sign, prefixed, grouping);
            case long code when type == 'c':
                return char.ConvertFromUtf32((int)code);
            case long or bool or double or decimal when type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%':
                return NumberFormat.Format(value is decimal && type is 'f' or 'F' ? value : JinjaNumber.ToDouble(value), type, precision, sign, prefixed, grouping);
            case double or decimal when type is '\0' or 'n' && precision is { } digits:
                return NumberFormat.Format(JinjaNumber.ToDouble(value), 'g', digits, sign, prefixed, grouping);
            case double or decimal when type == '\0' && grouping is not null:
                return NumberFormat.Format(value, 'f', Places(value), sign, prefixed, grouping);
            case double or decimal when type == '\0':
                var shown = JinjaText.Str(value);
                return sign == '-' || shown[0] == '-' ? shown : sign + shown;
            case not (string or long or bool or double or decimal) when type is 's' or '\0':
                return JinjaText.Str(value);
            default:
                throw Unknown(specification, value);
        }
    }

    private static int Places(object number)
    {
        var text = JinjaText.Str(number);
        var point = text.IndexOf('.');
        return point < 0 ? 0 : text.Length - point - 1;
    }

    private static string Aligned(string body, int width, char fill, char align)
    {
        var missing = width - body.Length;
        if (missing <= 0) return body;
        switch (align)
        {
            case '<': return body + new string(fill, missing);
            case '>': return new string(fill, missing) + body;
            case '^': return new string(fill, missing / 2) + body + new string(fill, missing - missing / 2);
            default:
                var signed = body.Length > 0 && body[0] is '-' or '+' or ' ' ? 1 : 0;
                return body[..signed] + new string(fill, missing) + body[signed..];
        }
    }

    private static string Field(string field, JinjaArguments arguments, ref int next)
    {
        var split = field.IndexOfAny(['!', ':']);
        var name = split < 0 ? field : field[..split];
        var conversion = split >= 0 && field[split] == '!' ? field[split + 1] : '\0';
        var colon = split < 0 ? -1 : field.IndexOf(':', split);
        var specification = colon < 0 ? "" : Apply(field[(colon + 1)..], arguments, ref next);

        var end = name.IndexOfAny(['.', '[']);
        var first = end < 0 ? name : name[..end];
        object? value;
        if (first.Length == 0 || int.TryParse(first, out _))
        {
            var index = first.Length == 0 ? next++ : int.Parse(first, CultureInfo.InvariantCulture);
            if (index >= arguments.Positional.Count) throw new JinjaFault($"The format needs a value number {index + 1}, but has {arguments.Positional.Count}");
            value = arguments.Positional[index];
        }
        else if (!arguments.Named.TryGetValue(first, out value))
            throw new JinjaFault($"The format needs a value named '{first}'.{NearestName.Hint(first, arguments.Named.Keys)}");

        while (end >= 0 && end < name.Length)
        {
            if (name[end] == '.')
            {
                var stop = name.IndexOfAny(['.', '['], end + 1);
                value = JinjaMember.Dot(value, stop < 0 ? name[(end + 1)..] : name[(end + 1)..stop]);
                end = stop;
            }
            else
            {
                var close = name.IndexOf(']', end);
                if (close < 0) throw new JinjaFault($"A ']' is missing in the format field '{{{field}}}'");
                var key = name[(end + 1)..close];
                value = JinjaMember.Index(value, long.TryParse(key, out var index) ? index : key);
                end = close + 1;
            }
        }
        return Format(conversion switch { '\0' => value, 's' => JinjaText.Str(value), _ => JinjaText.Repr(value) }, specification);
    }

    private static int Closing(string format, int open)
    {
        var depth = 0;
        for (var at = open; at < format.Length; at++)
        {
            if (format[at] == '{') depth++;
            if (format[at] == '}' && --depth == 0) return at;
        }
        throw new JinjaFault($"A '}}' is missing in the format {JinjaText.Repr(format)}");
    }

    private static int? Digits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at == start ? null : int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
    }

    private static JinjaFault Unknown(string specification, object? value) =>
        new($"The format ':{specification}' does not suit {JinjaText.Repr(value)} ({JinjaText.TypeName(value)})");
}
