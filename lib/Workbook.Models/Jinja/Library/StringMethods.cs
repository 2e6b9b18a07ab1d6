using System.Buffers;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>Python's methods of str. Positions count UTF-16 units.</summary>
internal static class StringMethods
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    public static readonly Dictionary<string, Func<string, JinjaArguments, object?>> ByName = new(StringComparer.Ordinal)
    {
        ["upper"] = (text, _) => text.ToUpperInvariant(),
        ["lower"] = (text, _) => text.ToLowerInvariant(),
        ["casefold"] = (text, _) => text.ToLowerInvariant(),
        ["title"] = (text, _) => Title(text),
        ["capitalize"] = (text, _) => Capitalize(text),
        ["swapcase"] = (text, _) => string.Concat(text.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter))),
        ["strip"] = (text, arguments) => arguments.Text(0, "chars") is { } letters ? text.Trim(letters.ToCharArray()) : text.Trim(),
        ["lstrip"] = (text, arguments) => arguments.Text(0, "chars") is { } letters ? text.TrimStart(letters.ToCharArray()) : text.TrimStart(),
        ["rstrip"] = (text, arguments) => arguments.Text(0, "chars") is { } letters ? text.TrimEnd(letters.ToCharArray()) : text.TrimEnd(),
        ["removeprefix"] = (text, arguments) => arguments.RequiredText(0, "prefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        ["removesuffix"] = (text, arguments) => arguments.RequiredText(0, "suffix") is var suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        ["startswith"] = (text, arguments) => Affixes(arguments, "prefix").Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal)),
        ["endswith"] = (text, arguments) => Affixes(arguments, "suffix").Any(suffix => text.EndsWith(suffix, StringComparison.Ordinal)),
        ["split"] = (text, arguments) => Split(text, arguments.Text(0, "sep"), arguments.Integer(1, "maxsplit", -1)),
        ["rsplit"] = (text, arguments) => RightSplit(text, arguments.Text(0, "sep"), arguments.Integer(1, "maxsplit", -1)),
        ["splitlines"] = (text, arguments) => Lines(text, arguments.Flag(0, "keepends")),
        ["partition"] = (text, arguments) => Partition(text, arguments.RequiredText(0, "sep"), text.IndexOf(arguments.RequiredText(0, "sep"), StringComparison.Ordinal)),
        ["rpartition"] = (text, arguments) => text.LastIndexOf(arguments.RequiredText(0, "sep"), StringComparison.Ordinal) is var at && at < 0
            ? new JinjaTuple("", "", text)
            : Partition(text, arguments.RequiredText(0, "sep"), at),
        ["replace"] = (text, arguments) => Replace(text, arguments.RequiredText(0, "old"), arguments.RequiredText(1, "new"), arguments.Integer(2, "count", -1)),
        ["join"] = (text, arguments) => string.Join(text, JinjaValue.Items(arguments.At(0, "items")).Select(Joined)),
        ["format"] = StringFormat.Apply,
        ["count"] = (text, arguments) => Count(text, arguments.RequiredText(0, "sub")),
        ["find"] = (text, arguments) => Find(text, arguments),
        ["rfind"] = (text, arguments) => (long)text.LastIndexOf(arguments.RequiredText(0, "sub"), StringComparison.Ordinal),
        ["index"] = (text, arguments) => Find(text, arguments) is var at && at >= 0
            ? at
            : throw new JinjaFault($"{JinjaText.Repr(arguments.At(0, "sub"))} is not in {JinjaText.Repr(text)}"),
        ["zfill"] = (text, arguments) => text is ['-' or '+', ..]
            ? text[0] + text[1..].PadLeft(Math.Max(0, Width(arguments) - 1), '0')
            : text.PadLeft(Width(arguments), '0'),
        ["ljust"] = (text, arguments) => text.PadRight(Width(arguments), Fill(arguments)),
        ["rjust"] = (text, arguments) => text.PadLeft(Width(arguments), Fill(arguments)),
        ["center"] = (text, arguments) => Center(text, Width(arguments), Fill(arguments)),
        ["isdigit"] = (text, _) => text.Length > 0 && text.All(char.IsDigit),
        ["isdecimal"] = (text, _) => text.Length > 0 && text.All(char.IsDigit),
        ["isnumeric"] = (text, _) => text.Length > 0 && text.All(char.IsNumber),
        ["isalpha"] = (text, _) => text.Length > 0 && text.All(char.IsLetter),
        ["isalnum"] = (text, _) => text.Length > 0 && text.All(char.IsLetterOrDigit),
        ["isspace"] = (text, _) => text.Length > 0 && text.All(char.IsWhiteSpace),
        ["isupper"] = (text, _) => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["islower"] = (text, _) => text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["isidentifier"] = (text, _) => text.Length > 0 && !char.IsDigit(text[0]) && text.All(letter => letter == '_' || char.IsLetterOrDigit(letter)),
    };

    public static string Capitalize(string text) => text.Length == 0 ? "" : text[..1].ToUpperInvariant() + text[1..].ToLowerInvariant();

    public static string Replace(string text, string old, string replacement, long count)
    {
        if (count < 0 && old.Length > 0) return text.Replace(old, replacement, StringComparison.Ordinal);
        var replaced = new StringBuilder();
        var at = 0;
        for (; count != 0; count--)
        {
            var found = text.IndexOf(old, at, StringComparison.Ordinal);
            if (found < 0) break;
            replaced.Append(text, at, found - at).Append(replacement);
            at = found + old.Length;
            if (old.Length > 0) continue;
            // Nothing is found between every two letters, and at both ends.
            if (at == text.Length) return replaced.ToString();
            replaced.Append(text[at++]);
        }
        return replaced.Append(text, at, text.Length - at).ToString();
    }

    public static string Center(string text, int width, char fill = ' ')
    {
        var missing = width - text.Length;
        if (missing <= 0) return text;
        var left = missing / 2 + (missing & width & 1);
        return new string(fill, left) + text + new string(fill, missing - left);
    }

    public static List<object?> Lines(string text, bool keepEnds = false)
    {
        var lines = new List<object?>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny(LineEnds);
            if (end < 0)
            {
                lines.Add(text[at..]);
                break;
            }
            var next = at + end + (text[at + end] == '\r' && at + end + 1 < text.Length && text[at + end + 1] == '\n' ? 2 : 1);
            lines.Add(keepEnds ? text[at..next] : text.Substring(at, end));
            at = next;
        }
        return lines;
    }

    private static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var letter in text)
        {
            title.Append(inWord ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter));
            inWord = char.IsLetter(letter);
        }
        return title.ToString();
    }

    private static List<object?> Split(string text, string? separator, long most)
    {
        var parts = new List<object?>();
        if (separator is not null)
        {
            if (separator.Length == 0) throw new JinjaFault("split needs a separator that is not empty");
            var at = 0;
            for (int found; parts.Count != most && (found = text.IndexOf(separator, at, StringComparison.Ordinal)) >= 0; at = found + separator.Length)
                parts.Add(text[at..found]);
            parts.Add(text[at..]);
            return parts;
        }
        for (var at = 0; ;)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at == text.Length) return parts;
            var start = at;
            if (parts.Count == most)
            {
                parts.Add(text[start..].TrimEnd());
                return parts;
            }
            while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
            parts.Add(text[start..at]);
        }
    }

    private static List<object?> RightSplit(string text, string? separator, long most)
    {
        var all = Split(text, separator, -1);
        if (most < 0 || all.Count <= most + 1) return all;
        var tail = all.TakeLast((int)most).Cast<string>().ToList();
        if (separator is not null) return [text[..^(tail.Sum(part => part.Length) + tail.Count * separator.Length)], .. tail];
        var head = text;
        foreach (var part in Enumerable.Reverse(tail)) head = head.TrimEnd()[..^part.Length];
        return [head.TrimEnd(), .. tail];
    }

    private static JinjaTuple Partition(string text, string separator, int at) =>
        at < 0 ? new JinjaTuple(text, "", "") : new JinjaTuple(text[..at], separator, text[(at + separator.Length)..]);

    private static long Count(string text, string part)
    {
        if (part.Length == 0) return text.Length + 1;
        var count = 0L;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal)) count++;
        return count;
    }

    private static long Find(string text, JinjaArguments arguments)
    {
        var start = (int)Math.Clamp(arguments.Integer(1, "start"), 0, text.Length);
        return text.IndexOf(arguments.RequiredText(0, "sub"), start, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Affixes(JinjaArguments arguments, string name) =>
        arguments.At(0, name) is JinjaTuple several ? several.Select(JinjaText.Str) : [arguments.RequiredText(0, name)];

    private static int Width(JinjaArguments arguments) => (int)Math.Clamp(arguments.Integer(0, "width"), 0, 1_000_000);

    private static char Fill(JinjaArguments arguments) => arguments.Text(1, "fillchar", " ") is [var letter] ? letter : throw new JinjaFault("The fill must be one letter");

    private static string Joined(object? item) => item as string
        ?? throw (item is JinjaUndefined undefined ? undefined.Fault() : new JinjaFault($"join needs strings, but found {JinjaText.Repr(item)}; the filter, items | join(', '), takes anything"));
}
