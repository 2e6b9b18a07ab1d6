using System.Text.RegularExpressions;

namespace Workbook.Models.Compilation;

/// <summary>Puts common table expressions before a query that may begin with its own.</summary>
internal static partial class LeadingWith
{
    public static string Insert(string sql, IReadOnlyList<string> tables)
    {
        var start = StartOf(sql);
        var list = string.Join(",\n", tables);
        var own = With().Match(sql, start);
        if (own.Success)
            return $"{sql[..start]}with {(own.Groups[1].Success ? "recursive " : "")}{list},\n{sql[(start + own.Length)..]}";
        return $"{sql[..start]}with {list}\n{sql[start..]}";
    }

    /// <summary>Behind blanks and comments.</summary>
    public static int StartOf(string sql)
    {
        var at = 0;
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]))
                at++;
            else if (sql.AsSpan(at).StartsWith("--"))
                at = sql.IndexOf('\n', at) is var end and >= 0 ? end + 1 : sql.Length;
            else if (sql.AsSpan(at).StartsWith("/*"))
                at = sql.IndexOf("*/", at, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : sql.Length;
            else
                break;
        }
        return at;
    }

    [GeneratedRegex(@"\Gwith\s+(recursive\s+)?", RegexOptions.IgnoreCase)]
    private static partial Regex With();
}
