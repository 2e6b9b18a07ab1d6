using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents.Json;

/// <summary>How a file spells what its values leave open, so that new parts look like their neighbours.</summary>
/// <param name="NewLine">Null when everything stands on one line.</param>
/// <param name="Gap">Between items on one line.</param>
/// <param name="IsAscii">Other characters are escaped.</param>
internal sealed partial record JsonStyle(string? NewLine, string Indent, string Colon, string Gap, bool IsAscii)
{
    /// <summary>As nbformat 4 writes.</summary>
    public static readonly JsonStyle Notebook = new("\n", " ", ": ", " ", IsAscii: false);

    public static JsonStyle Of(JsonSlice root)
    {
        var (text, parts) = (root.Text, root.Parts());
        if (parts.Count == 0)
            return Notebook;
        var lead = text[parts[0].Lead..(parts[0].Lead + LeadingSpace().Match(text, parts[0].Lead).Length)];
        var newLine = lead.StartsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : lead.StartsWith('\n') ? "\n" : null;
        var named = text[(parts[0].Lead + lead.Length)..parts[0].Value.Start];
        var gap = parts.Count > 1 && newLine is null ? LeadingSpace().Match(text, parts[1].Lead).Value : " ";
        return new JsonStyle(newLine, newLine is null ? "" : lead[newLine.Length..], named[(named.LastIndexOf('"') + 1)..], gap,
            Ascii.IsValid(text) && EscapedLetter().IsMatch(text));
    }

    /// <summary>The white space before an item of a container at the depth.</summary>
    public string Lead(int depth, bool isFirst) => NewLine is null ? isFirst ? "" : Gap : NewLine + string.Concat(Enumerable.Repeat(Indent, depth + 1));

    public string Close(int depth) => NewLine is null ? "" : NewLine + string.Concat(Enumerable.Repeat(Indent, depth));

    public void WriteString(StringBuilder output, string value)
    {
        output.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            var isPair = char.IsHighSurrogate(letter) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            if (isPair && !IsAscii)
                output.Append(letter).Append(value[++i]);
            else if (letter is '"' or '\\')
                output.Append('\\').Append(letter);
            else if (letter < ' ' || char.IsSurrogate(letter) || IsAscii && letter > '~')
                output.Append(Escape(letter));
            else
                output.Append(letter);
        }
        output.Append('"');
    }

    private static string Escape(char letter) => letter switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\b' => @"\b",
        '\f' => @"\f",
        _ => @"\u" + ((int)letter).ToString("x4", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\G[ \t\r\n]*")]
    private static partial Regex LeadingSpace();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\\u(?!00[0-7])")]
    private static partial Regex EscapedLetter();
}
