using System.Text.RegularExpressions;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Engine;

/// <param name="Language"><c>csharp</c>, <c>sql</c>, <c>markdown</c>, <c>html</c>, <c>javascript</c>, <c>mermaid</c>, <c>value</c>, or <c>magic</c>.</param>
/// <param name="Text">For a magic the line without <c>#!</c>.</param>
/// <param name="FirstLine">Of the text within the cell, from 0.</param>
/// <param name="Arguments">What followed the chooser on its line: <c>--name rows</c>.</param>
internal sealed partial record CellPart(string Language, string Text, int FirstLine, string Arguments)
{
    /// <summary>The value of <c>--option value</c>, <c>--option=value</c> or <c>--option:value</c>, or null.</summary>
    public string? Option(string name)
    {
        var words = Words(Arguments);
        var place = words.FindIndex(word => NameOf(word) == name);
        return place < 0 ? null : words[place].Length > name.Length ? words[place][(name.Length + 1)..] : place + 1 < words.Count ? words[place + 1] : null;
    }

    /// <summary>The words that are neither options nor their values, in whichever order they stand.</summary>
    /// <param name="flags">Options that have no value.</param>
    public List<string> Plain(params IReadOnlyList<string> flags)
    {
        var (words, plain) = (Words(Arguments), new List<string>());
        for (var place = 0; place < words.Count; place++)
        {
            if (!words[place].StartsWith("--", StringComparison.Ordinal))
                plain.Add(words[place]);
            else if (NameOf(words[place]) == words[place] && !flags.Contains(words[place]))
                place++;
        }

        return plain;
    }

    /// <summary>The options' names.</summary>
    public IEnumerable<string> Options => Words(Arguments).Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(NameOf);

    private static string NameOf(string word) => word.StartsWith("--", StringComparison.Ordinal) && word.IndexOfAny(['=', ':']) is > 0 and var end ? word[..end] : word;

    /// <summary>Split at blanks; quotes hold words together, also within one (<c>@input:"Your name"</c>), and are taken off.</summary>
    public static List<string> Words(string text) =>
        [.. Quoted().Matches(text).Select(word => word.Groups["before"].Value + word.Groups["text"].Value)];

    [GeneratedRegex("""(?<before>(?:[^\s"']*[:=])?)(?:"(?<text>[^"]*)"|'(?<text>[^']*)')(?!\S)|(?<text>\S+)""")]
    private static partial Regex Quoted();
}

/// <summary>Cuts a cell at its <c>#!</c> lines, as .NET Interactive does.</summary>
internal static class CellParts
{
    private static readonly HashSet<string> Languages = ["csharp", "sql", "markdown", "html", "javascript", "mermaid", "value"];

    private static readonly HashSet<string> Magics = new(
        ["time", "set", "share", "import", "who", "whos", "lsmagic", "about"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What a line can begin with, behind its <c>#!</c>.</summary>
    public static IEnumerable<string> Names => Languages.Concat(Magics);

    public static bool IsKnown(string word) => CellLanguage.IsKernel(word) || Magics.Contains(word);

    /// <returns>The engine's name for a kernel; null for one that it doesn't have.</returns>
    public static string? LanguageOf(string name) => Languages.Contains(CellLanguage.Normalize(name)) ? CellLanguage.Normalize(name) : null;

    /// <exception cref="WorkbookException">A line names a language that the engine doesn't run.</exception>
    public static IReadOnlyList<CellPart> Split(string source, string? language)
    {
        var current = language is null ? "csharp" : LanguageOf(language) ?? throw Unknown(language, 0);
        var parts = new List<CellPart>();
        var lines = source.Split('\n');
        var (start, arguments) = (0, "");
        for (var line = 0; line < lines.Length; line++)
        {
            if (Directive(lines[line], current, line) is not { } word)
                continue;
            var rest = lines[line].Trim()[(word.Length + 2)..].Trim();
            if (CellLanguage.IsKernel(word) && LanguageOf(word) is null)
                throw Unknown(word, line);
            Add(line);
            (start, arguments) = (line + 1, "");
            if (LanguageOf(word) is { } chosen)
                (current, arguments) = (chosen, rest);
            else
                parts.Add(new CellPart("magic", $"{word} {rest}".Trim(), line, rest));
        }

        Add(lines.Length);
        return parts;

        void Add(int end)
        {
            var text = string.Join('\n', lines[start..end]);
            if (text.AsSpan().Trim().Length > 0 || current == "value")
                parts.Add(new CellPart(current, text, start, arguments));
        }
    }

    private static string? Directive(string line, string language, int number)
    {
        var text = line.AsSpan().Trim();
        if (!text.StartsWith("#!") || text.Length < 3)
            return null;
        var end = text.IndexOfAny(' ', '\t');
        var word = (end < 0 ? text[2..] : text[2..end]).ToString();
        return IsKnown(word) ? word
            : language == "csharp" ? throw Unknown(word, number) : null;
    }

    private static WorkbookException Unknown(string word, int line) => new(
        $"Line {line + 1}: '#!{word}' is unknown here. Languages: csharp, sql, markdown, html, javascript, mermaid, value. Magics: {string.Join(", ", Magics.Order(StringComparer.Ordinal).Select(magic => "#!" + magic))}.");
}
