using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents.Html;

/// <summary>A terminal's colors as HTML: the 16 named ones as classes, which the page's style adapts to light and dark.</summary>
internal static partial class AnsiHtml
{
    private sealed record Look(string? Front = null, string? Back = null, bool Bold = false, bool Italic = false, bool Underline = false);

    public static string Render(string text)
    {
        var (output, look, last) = (new StringBuilder(), new Look(), 0);
        foreach (Match match in Escape().Matches(text))
        {
            Append(text[last..match.Index]);
            if (match.Groups["colors"].Success)
                look = Apply(look, match.Groups["colors"].Value);
            last = match.Index + match.Length;
        }
        Append(text[last..]);
        return output.ToString();

        void Append(string part)
        {
            if (part.Length == 0)
                return;
            var encoded = WebUtility.HtmlEncode(part);
            output.Append(look == new Look() ? encoded : $"<span{Attributes(look)}>{encoded}</span>");
        }
    }

    private static Look Apply(Look look, string codes)
    {
        var numbers = new Queue<int>(codes.Split(';', ':').Select(code => int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : 0));
        while (numbers.TryDequeue(out var code))
            look = code switch
            {
                0 => new Look(),
                1 => look with { Bold = true },
                3 => look with { Italic = true },
                4 => look with { Underline = true },
                22 => look with { Bold = false },
                23 => look with { Italic = false },
                24 => look with { Underline = false },
                >= 30 and <= 37 => look with { Front = $"{code - 30}" },
                >= 90 and <= 97 => look with { Front = $"{code - 82}" },
                >= 40 and <= 47 => look with { Back = $"{code - 40}" },
                >= 100 and <= 107 => look with { Back = $"{code - 92}" },
                38 => look with { Front = Extended(numbers) },
                48 => look with { Back = Extended(numbers) },
                39 => look with { Front = null },
                49 => look with { Back = null },
                _ => look,
            };
        return look;
    }

    /// <summary>5;n of 256 colors, or 2;r;g;b.</summary>
    private static string? Extended(Queue<int> numbers)
    {
        var kind = Next();
        if (kind == 2)
            return $"rgb({Next()},{Next()},{Next()})";
        if (kind != 5)
            return null;
        var index = Next();
        var cube = index - 16;
        return index < 16 ? $"{index}"
            : index >= 232 ? $"rgb({8 + (index - 232) * 10},{8 + (index - 232) * 10},{8 + (index - 232) * 10})"
            : $"rgb({Level(cube / 36)},{Level(cube / 6 % 6)},{Level(cube % 6)})";

        int Next() => Math.Clamp(numbers.TryDequeue(out var number) ? number : 0, 0, 255);
        static int Level(int step) => step == 0 ? 0 : 55 + step * 40;
    }

    private static string Attributes(Look look)
    {
        var (classes, styles) = (new List<string>(), new List<string>());
        Color(look.Front, "fg", "color");
        Color(look.Back, "bg", "background");
        if (look.Bold)
            classes.Add("ansi-bold");
        if (look.Italic)
            classes.Add("ansi-italic");
        if (look.Underline)
            classes.Add("ansi-underline");
        return (classes.Count > 0 ? $" class=\"{string.Join(' ', classes)}\"" : "") + (styles.Count > 0 ? $" style=\"{string.Join(';', styles)}\"" : "");

        void Color(string? color, string kind, string property)
        {
            if (color?.StartsWith("rgb", StringComparison.Ordinal) == true)
                styles.Add($"{property}:{color}");
            else if (color is not null)
                classes.Add($"ansi-{kind}-{color}");
        }
    }

    /// <summary>Colors; other sequences move the cursor or set titles, and a page has neither.</summary>
    [GeneratedRegex(@"\x1b\[(?<colors>[0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|\x1b")]
    private static partial Regex Escape();
}
