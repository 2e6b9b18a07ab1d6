using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents.Html;

/// <summary>Colors C# and SQL by tokens: comments, texts, numbers, keywords, calls. It knows no grammar.</summary>
internal static partial class CodeHighlighter
{
    private static readonly HashSet<string> CSharp = Words("""
        abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit
        extern false finally fixed float for foreach get global goto if implicit in init int interface internal is lock long nameof namespace new not null object
        operator or and out override params partial private protected public readonly record ref required return sbyte sealed set short sizeof stackalloc static
        string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile when where while with yield
        """, StringComparer.Ordinal);

    private static readonly HashSet<string> Sql = Words("""
        all alter and any as asc asof attach between by cascade case cast check column commit copy create cross cube current database default delete desc describe
        detach distinct drop else end except exclude exists explain false filter first following for foreign from full group grouping having if ignore in index inner
        insert intersect interval into is join key last lateral left like ilike limit macro merge matched materialized natural not null nulls offset on or order outer
        over overwrite partition pivot positional preceding primary qualify range references recursive rename replace respect returning right rollback rollup row rows
        sample schema select semi anti set sets show similar some summarize table temp temporary then to transaction true truncate try_cast unbounded union unique
        unnest unpivot update using values view when where window with within without
        bigint blob boolean date decimal double float hugeint integer json map real smallint struct text time timestamp tinyint varchar
        """, StringComparer.OrdinalIgnoreCase);

    /// <returns>HTML, encoded; of another language just that.</returns>
    public static string Highlight(string code, string language)
    {
        var (tokens, keywords) = language switch
        {
            "csharp" => (CSharpToken(), CSharp),
            "sql" => (SqlToken(), Sql),
            _ => (null, null),
        };
        if (tokens is null)
            return WebUtility.HtmlEncode(code);
        var (output, last) = (new StringBuilder(), 0);
        foreach (Match match in tokens.Matches(code))
        {
            output.Append(WebUtility.HtmlEncode(code[last..match.Index]));
            var (text, kind) = (WebUtility.HtmlEncode(match.Value), Kind(match, keywords!));
            output.Append(kind is null ? text : $"<span class=\"{kind}\">{text}</span>");
            last = match.Index + match.Length;
        }
        return output.Append(WebUtility.HtmlEncode(code[last..])).ToString();
    }

    private static string? Kind(Match match, HashSet<string> keywords) =>
        match.Groups["comment"].Success ? "tok-comment"
        : match.Groups["text"].Success ? "tok-text"
        : match.Groups["number"].Success ? "tok-number"
        : match.Groups["magic"].Success ? "tok-magic"
        : keywords.Contains(match.Value) ? "tok-keyword"
        : match.Groups["call"].Success ? "tok-call"
        : null;

    private static HashSet<string> Words(string words, StringComparer comparer) => new(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), comparer);

    // An open text or comment reaches to the end, or of one-line texts to the line's.
    [GeneratedRegex("""(?<magic>^\#[!ri]\S*)|(?<comment>//[^\n]*|/\*.*?(?:\*/|\z))|(?<text>\$*(?<quotes>"{3,}).*?(?:\k<quotes>|\z)|(?:\$@|@\$|@)"(?:[^"]|"")*(?:"|\z)|\$?"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])+'?)|(?<number>(?<![\w.])(?:0[xXbB][0-9a-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)[a-zA-Z]{0,2})|(?<call>@?[\w]+(?=\())|@?\w+""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpToken();

    [GeneratedRegex("""(?<magic>^\#!\S*)|(?<comment>--[^\n]*|/\*.*?(?:\*/|\z))|(?<text>'(?:[^']|'')*(?:'|\z)|\$\$.*?(?:\$\$|\z))|"(?:[^"]|"")*(?:"|\z)|(?<number>(?<![\w.])\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?)|(?<call>\w+(?=\())|\w+""", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex SqlToken();
}
