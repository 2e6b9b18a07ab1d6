using System.Text.RegularExpressions;

namespace Workbook.Query;

/// <summary>
/// Tells statements that stay within the database from those that reach for files. Beside a database without external
/// access it is what keeps other people's SQL from writing into the folders that it may read: DuckDB has no read-only folder.
/// </summary>
public static partial class StatementGuard
{
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WITH", "VALUES", "TABLE", "DESCRIBE", "DESC", "SHOW", "SUMMARIZE", "PIVOT", "PIVOT_WIDER", "UNPIVOT", "PIVOT_LONGER", "(",
        "CREATE", "DROP", "ALTER", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COMMENT",
        "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SET", "RESET", "USE",
    };

    /// <param name="statement">One statement, as <see cref="SqlScript.Split"/> gives it.</param>
    /// <exception cref="WorkbookException">The statement reads or writes files, databases or extensions by itself.</exception>
    public static void RequireNoFiles(string statement)
    {
        var word = FirstWord(statement).ToUpperInvariant();
        switch (word)
        {
            case "EXPLAIN":
                // With ANALYZE it runs what it explains.
                RequireNoFiles(Explained(statement));
                return;
            case "PRAGMA" when HarmlessPragma().IsMatch(SqlScript.WithoutLeadingComments(statement)):
            case "":
                return;
        }
        if (!Harmless.Contains(word))
            throw new WorkbookException(
                $"{word} is not run here: SQL may only read the lake. Allow files to be written and other files to be read with --allow-external.");
    }

    /// <summary>Whether it only returns rows, so that it can stand as a relation in another query.</summary>
    internal static bool IsQuery(string statement) => FirstWord(statement).ToUpperInvariant() is
        "SELECT" or "FROM" or "WITH" or "VALUES" or "TABLE" or "DESCRIBE" or "DESC" or "SHOW" or "SUMMARIZE" or "PIVOT" or "UNPIVOT" or "(";

    internal static bool IsExplain(string statement) => FirstWord(statement).Equals("EXPLAIN", StringComparison.OrdinalIgnoreCase);

    /// <summary>What stands after EXPLAIN, ANALYZE and the options in parentheses; a query in parentheses is what is explained.</summary>
    private static string Explained(string statement)
    {
        var rest = After(statement);
        if (FirstWord(rest).ToUpperInvariant() is "ANALYZE" or "ANALYSE")
            rest = After(rest);
        rest = SqlScript.WithoutLeadingComments(rest);
        var close = rest.StartsWith('(') ? rest.IndexOf(')') : -1;
        return close > 0 && SqlScript.WithoutLeadingComments(rest[(close + 1)..]) is { Length: > 0 } explained && !IsQuery(rest[1..])
            ? explained
            : rest;
    }

    private static string After(string statement) =>
        SqlScript.WithoutLeadingComments(statement)[FirstWord(statement).Length..];

    private static string FirstWord(string statement) => Word().Match(SqlScript.WithoutLeadingComments(statement)).Value;

    [GeneratedRegex(@"^(\w+|\S)")]
    private static partial Regex Word();

    [GeneratedRegex(@"^PRAGMA\s+(table_info|show_tables|show_tables_expanded|database_list|database_size|storage_info|version|functions|collations)\b", RegexOptions.IgnoreCase)]
    private static partial Regex HarmlessPragma();
}
