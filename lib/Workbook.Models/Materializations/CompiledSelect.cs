namespace Workbook.Models.Materializations;

/// <summary>
/// A compiled SELECT ready to stand in parentheses. The text stays on its own lines: a statement that opens the parenthesis
/// on its first line keeps DuckDB's "LINE 7" true for the compiled file.
/// </summary>
internal static class CompiledSelect
{
    /// <returns>The SELECT in parentheses, without the semicolons at its end.</returns>
    internal static string Parenthesised(string sql) => $"({WithoutTerminator(sql)}\n)";

    internal static string WithoutTerminator(string sql)
    {
        var kept = sql.ToCharArray();
        var pending = new List<int>();
        for (var at = 0; at < sql.Length;)
        {
            var end = Skip(sql, at);
            if (sql[at] == ';')
                pending.Add(at);
            else if (!IsBlank(sql, at))
                pending.Clear();
            at = end;
        }

        // Blanked, not cut: a comment after the semicolon stays a comment, and every line keeps its number.
        foreach (var at in pending)
            kept[at] = ' ';
        return new string(kept);
    }

    private static bool IsBlank(string sql, int at) =>
        char.IsWhiteSpace(sql[at]) || Starts(sql, at, "--") || Starts(sql, at, "/*");

    /// <summary>Past the token at this place, as far as it could hide a semicolon: a comment, a text, a quoted name.</summary>
    private static int Skip(string sql, int at) => sql[at] switch
    {
        '-' when Starts(sql, at, "--") => After(sql, at, "\n"),
        '/' when Starts(sql, at, "/*") => After(sql, at + 2, "*/"),
        'e' or 'E' when Starts(sql, at + 1, "'") && !IsInWord(sql, at) => AfterQuote(sql, at + 1, escapes: true),
        '\'' or '"' => AfterQuote(sql, at, escapes: false),
        '$' when DollarTag(sql, at) is { } tag => After(sql, at + tag.Length, tag),
        _ => at + 1,
    };

    private static int AfterQuote(string sql, int at, bool escapes)
    {
        for (var next = at + 1; next < sql.Length; next++)
        {
            if (escapes && sql[next] == '\\')
                next++;
            else if (sql[next] == sql[at])
                return next + 1;
        }
        return sql.Length;
    }

    private static string? DollarTag(string sql, int at)
    {
        if (IsInWord(sql, at))
            return null;
        var end = at + 1;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_'))
            end++;
        return end < sql.Length && sql[end] == '$' && !(end > at + 1 && char.IsDigit(sql[at + 1])) ? sql[at..(end + 1)] : null;
    }

    private static bool IsInWord(string sql, int at) => at > 0 && (char.IsLetterOrDigit(sql[at - 1]) || sql[at - 1] == '_');

    private static bool Starts(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    private static int After(string sql, int at, string text) =>
        sql.IndexOf(text, Math.Min(at, sql.Length), StringComparison.Ordinal) is var found and >= 0 ? found + text.Length : sql.Length;
}
