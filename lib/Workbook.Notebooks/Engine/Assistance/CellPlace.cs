using System.Text;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Engine.Assistance;

/// <summary>
/// Where in a cell the cursor is. Unlike <see cref="CellParts"/> it refuses nothing: a line may be half written.
/// </summary>
/// <param name="Language">Of the line that the cursor is in; <c>magic</c> for a line that begins with <c>#!</c>.</param>
/// <param name="Text">In that language: for C# the whole cell with everything else blanked, so that places are the cell's; for a magic its line; for other languages what follows the chooser.</param>
/// <param name="Start">Of the text in the cell.</param>
/// <param name="Cursor">Within the text.</param>
internal sealed record CellPlace(string Language, string Text, int Start, int Cursor)
{
    public static CellPlace Of(string code, int cursor, string? language)
    {
        var lines = Lines(code, language is null ? "csharp" : CellParts.LanguageOf(language) ?? language);
        var at = lines.FindLastIndex(line => line.Start <= cursor);
        var (chosen, text, start) = lines[at];
        if (chosen == "csharp")
            return new CellPlace(chosen, CSharp(lines), 0, cursor);
        if (chosen == "magic")
            return new CellPlace(chosen, text, start, cursor - start);
        var first = lines.FindLastIndex(at, line => line.Language != chosen) + 1;
        var end = lines.FindIndex(at, line => line.Language != chosen) is >= 0 and var next ? lines[next].Start - 1 : code.Length;
        return new CellPlace(chosen, code[lines[first].Start..end], lines[first].Start, cursor - lines[first].Start);
    }

    private static List<(string Language, string Text, int Start)> Lines(string code, string language)
    {
        var lines = new List<(string, string, int)>();
        var start = 0;
        foreach (var line in code.Split('\n'))
        {
            var text = line.Trim();
            var isMagic = text.StartsWith("#!", StringComparison.Ordinal) && (language == "csharp" || CellParts.IsKnown(Word(text)));
            lines.Add((isMagic ? "magic" : language, line, start));
            if (isMagic && CellLanguage.IsKernel(Word(text)))
                language = CellParts.LanguageOf(Word(text)) ?? Word(text);
            start += line.Length + 1;
        }

        return lines;
    }

    private static string CSharp(IReadOnlyList<(string Language, string Text, int Start)> lines)
    {
        var code = new StringBuilder();
        foreach (var (language, text, _) in lines)
        {
            var kept = language == "csharp" ? text : language == "magic" ? Declared(text) : "";
            code.Append(code.Length > 0 ? "\n" : "").Append(kept.PadRight(text.Length));
        }

        return code.ToString();
    }

    /// <summary>What the lines after a magic see of it, in no more room than the magic takes: <c>#!sql --name rows</c> makes a variable.</summary>
    private static string Declared(string line)
    {
        var word = Word(line.Trim());
        var arguments = line.Trim()[Math.Min(line.Trim().Length, word.Length + 2)..].Trim();
        var name = new CellPart("magic", "", 0, arguments).Option("--name");
        var type = word.ToLowerInvariant() switch { "value" or "set" => "string", _ when CellParts.LanguageOf(word) == "sql" => "SqlRows", _ => null };
        var text = type is null || name is null || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_') ? "" : $";{type} {name};";
        return text.Length <= line.Length ? text : "";
    }

    private static string Word(string line) => line.Length < 3 ? "" : line[2..].Split([' ', '\t'], 2)[0];
}
