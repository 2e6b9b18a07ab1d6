using System.Text.RegularExpressions;

namespace Workbook.Query;

/// <param name="Start">Of the text within the script, in UTF-16 units.</param>
public sealed record SqlStatement(string Text, int Start);

/// <summary>
/// Where one statement ends and the next begins. A semicolon within a string, a quoted name, a dollar-quoted text or a
/// comment ends nothing.
/// </summary>
public static partial class SqlScript
{
    /// <summary>The statements without their semicolons; those without words are left out.</summary>
    public static IReadOnlyList<string> Split(string script) => [.. Read(script).Statements.Select(statement => statement.Text)];

    /// <summary>The same with their places.</summary>
    public static IReadOnlyList<SqlStatement> Statements(string script) => Read(script).Statements;

    /// <summary>Whether nothing is left open: what was typed can run.</summary>
    public static bool IsComplete(string script) => Read(script).Tail is null;

    /// <summary>The statement's words from its first on, without the comments before it.</summary>
    public static string WithoutLeadingComments(string statement)
    {
        var position = 0;
        while (position < statement.Length && (char.IsWhiteSpace(statement[position]) || EndOfComment(statement, position) > position))
            position = Math.Max(position + 1, EndOfComment(statement, position));
        return statement[Math.Min(position, statement.Length)..];
    }

    private static (List<SqlStatement> Statements, string? Tail) Read(string script)
    {
        var statements = new List<SqlStatement>();
        var (start, position) = (0, 0);
        while (position < script.Length)
        {
            if (script[position] == ';')
            {
                Add(start, position);
                start = ++position;
                continue;
            }
            position = EndOfToken(script, position);
        }

        // One beyond the end stands for a text or comment that nobody closed.
        var rest = script[start..];
        var open = position > script.Length || HasWords(rest);
        Add(start, script.Length);
        return (statements, open ? rest : null);

        void Add(int from, int to)
        {
            var statement = script[from..to];
            if (HasWords(statement))
                statements.Add(new SqlStatement(statement.Trim(), from + statement.Length - statement.TrimStart().Length));
        }
    }

    private static bool HasWords(string statement) => WithoutLeadingComments(statement).Length > 0;

    private static int EndOfToken(string script, int position)
    {
        if (EndOfComment(script, position) is var comment && comment > position)
            return comment;
        switch (script[position])
        {
            case '\'':
                var escapes = position > 0 && script[position - 1] is 'e' or 'E' && !(position > 1 && IsNamePart(script[position - 2]));
                return EndOfQuoted(script, position, escapes);
            case '"':
                return EndOfQuoted(script, position, escapes: false);
            case '$' when (position == 0 || !IsNamePart(script[position - 1])) && DollarTag().Match(script, position) is { Success: true } tag:
                var end = script.IndexOf(tag.Value, position + tag.Length, StringComparison.Ordinal);
                return end < 0 ? script.Length + 1 : end + tag.Length;
            default:
                return position + 1;
        }
    }

    /// <returns>The position itself where no comment begins.</returns>
    private static int EndOfComment(string script, int position)
    {
        if (position >= script.Length)
            return position;
        if (script.AsSpan(position).StartsWith("--"))
        {
            var line = script.IndexOf('\n', position);
            return line < 0 ? script.Length : line + 1;
        }
        if (!script.AsSpan(position).StartsWith("/*"))
            return position;

        // They nest, as in PostgreSQL.
        var depth = 0;
        for (var index = position; index < script.Length - 1; index++)
        {
            var pair = script.AsSpan(index, 2);
            if (pair is "/*")
                (depth, index) = (depth + 1, index + 1);
            else if (pair is "*/")
                (depth, index) = (depth - 1, index + 1);
            if (depth == 0)
                return index + 1;
        }
        return script.Length + 1;
    }

    private static int EndOfQuoted(string script, int position, bool escapes)
    {
        var quote = script[position];
        for (var index = position + 1; index < script.Length; index++)
        {
            if (escapes && script[index] == '\\')
                index++;
            else if (script[index] == quote)
                return index + 1;
        }
        return script.Length + 1;
    }

    private static bool IsNamePart(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$';

    [GeneratedRegex(@"\G\$([A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$")]
    private static partial Regex DollarTag();
}
