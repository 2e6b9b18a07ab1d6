namespace Workbook.PowerBi.Tmdl;

/// <summary>How TMDL spells names: in single quotes where they hold anything but letters, digits and underscores.</summary>
internal static class TmdlName
{
    public static string Quote(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? name : $"'{name.Replace("'", "''")}'";

    /// <summary>Table and column, as relationships name them.</summary>
    public static string Column(string table, string column) => $"{Quote(table)}.{Quote(column)}";

    /// <summary>The name that the text begins with, and where it ends.</summary>
    /// <exception cref="FormatException">A quote isn't closed.</exception>
    public static (string Name, int End) Read(string text, int start = 0)
    {
        if (start >= text.Length || text[start] != '\'')
        {
            var end = start;
            while (end < text.Length && text[end] is not (' ' or '.' or '=' or ':' or '\''))
                end++;
            return (text[start..end], end);
        }
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] != '\'') continue;
            if (at + 1 < text.Length && text[at + 1] == '\'')
                at++;
            else
                return (text[(start + 1)..at].Replace("''", "'"), at + 1);
        }
        throw new FormatException($"the name {text[start..]} has no closing quote");
    }

    /// <exception cref="FormatException">It isn't a table and a column.</exception>
    public static (string Table, string Column) ReadColumn(string text)
    {
        var (table, end) = Read(text);
        if (end >= text.Length || text[end] != '.')
            throw new FormatException($"'{text}' isn't a table and a column with a point between them");
        return (table, Read(text, end + 1).Name);
    }
}
