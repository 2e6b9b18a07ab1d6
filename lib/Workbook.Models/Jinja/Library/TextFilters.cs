using System.Text.RegularExpressions;

namespace Workbook.Models.Jinja;

internal static partial class TextFilters
{
    public static string Text(object? value) => JinjaText.Str(value);

    public static object? Escape(object? value, JinjaArguments arguments) => Text(value)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("'", "&#39;").Replace("\"", "&#34;");

    public static object? Format(object? value, JinjaArguments arguments)
    {
        if (arguments.Named.Count == 0) return PercentFormat.Apply(Text(value), new JinjaTuple([.. arguments.Positional]));
        var named = new JinjaDict();
        foreach (var (name, item) in arguments.Named) named[name] = item;
        return PercentFormat.Apply(Text(value), named);
    }

    public static object? Indent(object? value, JinjaArguments arguments)
    {
        arguments.Only("width", "first", "blank");
        var margin = arguments.At(0, "width", 4L) is string text ? text : new string(' ', (int)Math.Clamp(arguments.Integer(0, "width", 4), 0, 1_000_000));
        // A last line that is empty is a line too.
        var lines = StringMethods.Lines(Text(value) + "\n").Cast<string>().ToList();
        var blank = arguments.Flag(2, "blank");
        var indented = lines.Select((line, index) => index == 0 || (line.Length == 0 && !blank) ? line : margin + line);
        return (arguments.Flag(1, "first") ? margin : "") + string.Join('\n', indented);
    }

    public static object? Replace(object? value, JinjaArguments arguments)
    {
        arguments.Only("old", "new", "count");
        return StringMethods.Replace(Text(value), Text(arguments.Required(0, "old")), Text(arguments.Required(1, "new")), arguments.At(2, "count") is null ? -1 : arguments.Integer(2, "count"));
    }

    public static object? StripTags(object? value, JinjaArguments arguments)
    {
        var text = Comment().Replace(Text(value), "");
        return System.Net.WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(text, ""), " ").Trim());
    }

    public static object? Title(object? value, JinjaArguments arguments) =>
        string.Concat(WordStart().Split(Text(value)).Where(part => part.Length > 0).Select(StringMethods.Capitalize));

    public static object? Truncate(object? value, JinjaArguments arguments)
    {
        arguments.Only("length", "killwords", "end", "leeway");
        var text = Text(value);
        var length = (int)arguments.Integer(0, "length", 255);
        var end = arguments.Text(2, "end", "...")!;
        if (length < end.Length) throw new JinjaFault($"truncate needs a length of at least {end.Length}");
        if (text.Length <= length + (arguments.At(3, "leeway") is null ? 5 : arguments.Integer(3, "leeway"))) return text;
        var cut = text[..(length - end.Length)];
        if (arguments.Flag(1, "killwords")) return cut + end;
        var space = cut.LastIndexOf(' ');
        return (space < 0 ? cut : cut[..space]) + end;
    }

    public static object? UrlEncode(object? value, JinjaArguments arguments) => value switch
    {
        JinjaDict dict => string.Join('&', dict.Select(entry => $"{Quoted(entry.Key)}={Quoted(entry.Value)}")),
        List<object?> or JinjaTuple => string.Join('&', JinjaValue.Items(value).Select(pair => $"{Quoted(JinjaValue.Items(pair)[0])}={Quoted(JinjaValue.Items(pair)[1])}")),
        _ => Uri.EscapeDataString(Text(value)).Replace("%2F", "/"),
    };

    public static object? WordCount(object? value, JinjaArguments arguments) => (long)Word().Count(Text(value));

    public static object? WordWrap(object? value, JinjaArguments arguments)
    {
        arguments.Only("width", "break_long_words", "wrapstring", "break_on_hyphens");
        var width = (int)arguments.Integer(0, "width", 79);
        if (width < 1) throw new JinjaFault("wordwrap needs a width of at least 1");
        var breakLong = arguments.Flag(1, "break_long_words", true);
        var hyphens = arguments.Flag(3, "break_on_hyphens", true);
        var newline = arguments.Text(2, "wrapstring") ?? "\n";
        return string.Join(newline, StringMethods.Lines(Text(value)).Cast<string>().Select(line => string.Join(newline, Wrap(line, width, breakLong, hyphens))));
    }

    public static object? KeysInOrder(object? value)
    {
        if (value is List<object?> list) return list.ConvertAll(KeysInOrder);
        if (value is not JinjaDict dict) return value;
        var ordered = new JinjaDict();
        foreach (var (key, item) in dict.OrderBy(entry => JinjaText.Str(entry.Key), StringComparer.Ordinal)) ordered[key] = KeysInOrder(item);
        return ordered;
    }

    public static object? ToJson(object? value, JinjaArguments arguments)
    {
        arguments.Only("indent");
        var json = JinjaJson.Write(value, sortKeys: true, arguments.At(0, "indent") is null ? null : (int)arguments.Integer(0, "indent"));
        return json.Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Replace("'", "\\u0027");
    }

    /// <summary>Lines filled with as many pieces as fit; a piece longer than a line is cut, at a hyphen where it has one.</summary>
    private static List<string> Wrap(string line, int width, bool breakLong, bool hyphens)
    {
        var pieces = new Stack<string>((hyphens ? HyphenPieces() : Pieces()).Matches(line).Select(match => match.Value).Reverse());
        var lines = new List<string>();
        while (pieces.Count > 0)
        {
            if (lines.Count > 0 && string.IsNullOrWhiteSpace(pieces.Peek())) pieces.Pop();
            var taken = new List<string>();
            var room = width;
            for (; pieces.TryPeek(out var piece) && piece.Length <= room; room -= piece.Length) taken.Add(pieces.Pop());
            if (pieces.TryPeek(out var tooLong) && tooLong.Length > width && (breakLong || taken.Count == 0))
            {
                pieces.Pop();
                var cut = breakLong ? Cut(tooLong, room, hyphens) : tooLong.Length;
                taken.Add(tooLong[..cut]);
                if (cut < tooLong.Length) pieces.Push(tooLong[cut..]);
            }
            if (taken.Count > 0 && string.IsNullOrWhiteSpace(taken[^1])) taken.RemoveAt(taken.Count - 1);
            if (taken.Count > 0) lines.Add(string.Concat(taken));
        }
        return lines;
    }

    private static int Cut(string piece, int room, bool hyphens)
    {
        var hyphen = hyphens && room > 0 ? piece.LastIndexOf('-', room - 1) : -1;
        return hyphen > 0 && piece.AsSpan(0, hyphen).ContainsAnyExcept('-') ? hyphen + 1 : room;
    }

    private static string Quoted(object? value) => Uri.EscapeDataString(Text(value)).Replace("%20", "+");

    [GeneratedRegex(@"([-\s({\[<]+)")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<.*?>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s+|\S+")]
    private static partial Regex Pieces();

    [GeneratedRegex(@"\s+|\S+?(?:(?<=[^\d\W]{2})-(?=[^\d\W]-?[^\d\W])|(?=\s|$))")]
    private static partial Regex HyphenPieces();
}
