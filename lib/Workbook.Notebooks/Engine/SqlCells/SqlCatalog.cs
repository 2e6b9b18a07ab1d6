using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Notebooks.Display;

namespace Workbook.Notebooks.Engine.SqlCells;

/// <summary>What SQL can name here, for completion and inspection: tables and columns of the lake, functions, keywords, and <c>$</c> with the variables of C#.</summary>
internal sealed partial class SqlCatalog(NotebookWorkspace workspace, Func<IEnumerable<string>> variables)
{
    private static readonly HashSet<string> BeforeTables = new(["FROM", "JOIN", "INTO", "TABLE", "UPDATE", "DESCRIBE", "SUMMARIZE"], StringComparer.OrdinalIgnoreCase);

    private (IReadOnlyList<CompletionItem> Functions, IReadOnlyList<CompletionItem> Keywords)? _words;

    private DuckDBConnection Connection => workspace.Connection;

    public Completion Complete(string code, int cursor)
    {
        workspace.Refresh();
        var start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
            start--;
        var typed = code[start..cursor];
        var items = Candidates(code, code[..start]).Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(item => item.Text, StringComparer.OrdinalIgnoreCase);
        return new Completion([.. items], start, cursor);
    }

    public MimeBundle? Inspect(string code, int cursor)
    {
        workspace.Refresh();
        var word = Word().Matches(code).FirstOrDefault(word => word.Index <= cursor && cursor <= word.Index + word.Length)?.Value;
        if (word is null)
            return null;
        var parts = word.Split('.');
        var (name, schema) = (parts[^1], parts.Length > 1 ? parts[^2] : null);
        var text = Describe($"SELECT '  ' || column_name || ' ' || data_type FROM duckdb_columns() WHERE lower(table_name) = lower($1) AND ($2 IS NULL OR lower(schema_name) = lower($2)) ORDER BY column_index", name, schema) is { Count: > 0 } columns
            ? $"{word}\n{string.Join('\n', columns)}"
            : Describe("SELECT schema_name || '.' || table_name || '.' || column_name || ' ' || data_type FROM duckdb_columns() WHERE lower(column_name) = lower($1) AND ($2 IS NULL OR true) AND NOT internal ORDER BY 1", name, schema) is { Count: > 0 } places
            ? string.Join('\n', places)
            : Describe("SELECT DISTINCT function_name || '(' || array_to_string(parameters, ', ') || ')' || coalesce(' → ' || return_type, '') || coalesce(chr(10) || '  ' || description, '') FROM duckdb_functions() WHERE lower(function_name) = lower($1) AND ($2 IS NULL OR true) ORDER BY 1", name, schema) is { Count: > 0 } functions
            ? string.Join('\n', functions)
            : null;
        return text is null ? null : MimeBundle.Of((Formatter.Plain, text));
    }

    private IEnumerable<CompletionItem> Candidates(string code, string before)
    {
        if (before.EndsWith('$'))
            return variables().Select(name => new CompletionItem(name, "variable"));
        if (Qualifier().Match(before) is { Success: true } qualifier)
            return Members(code, qualifier.Groups[1].Value);
        var last = Word().Matches(before).LastOrDefault()?.Value ?? "";
        if (BeforeTables.Contains(last))
            return Tables();
        var (functions, keywords) = Words();
        return Columns(code).Concat(Tables()).Concat(functions).Concat(keywords);
    }

    /// <summary>Tables of a schema, or columns of a table or of what an alias stands for.</summary>
    private List<CompletionItem> Members(string code, string qualifier)
    {
        var tables = Items("SELECT table_name, 'table' FROM (SELECT schema_name, table_name FROM duckdb_tables() UNION SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal) WHERE lower(schema_name) = lower($1) ORDER BY 1", qualifier);
        if (tables.Count > 0)
            return tables;
        var aliased = Regex.Matches(code, $@"(\w+)\s+(?:AS\s+)?{Regex.Escape(qualifier)}\b", RegexOptions.IgnoreCase).Select(alias => alias.Groups[1].Value);
        return aliased.Append(qualifier).Select(ColumnsOf).FirstOrDefault(columns => columns.Count > 0) ?? [];
    }

    /// <summary>Of all tables that the statement names.</summary>
    private IEnumerable<CompletionItem> Columns(string code) => Word().Matches(code).Select(word => word.Value.Split('.')[^1]).Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(ColumnsOf);

    private List<CompletionItem> ColumnsOf(string table) =>
        Items("SELECT column_name, 'column' FROM duckdb_columns() WHERE lower(table_name) = lower($1) AND NOT internal ORDER BY column_index", table);

    private List<CompletionItem> Tables() => Items(
        """
        SELECT CASE WHEN schema_name = 'main' THEN name ELSE schema_name || '.' || name END, 'table'
        FROM (SELECT schema_name, table_name AS name FROM duckdb_tables() UNION SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal)
        UNION ALL SELECT schema_name, 'schema' FROM duckdb_schemas() WHERE schema_name IN ('bronze', 'silver', 'gold', 'rejects')
        ORDER BY 1
        """);

    private (IReadOnlyList<CompletionItem> Functions, IReadOnlyList<CompletionItem> Keywords) Words() => _words ??= (
        Items("SELECT DISTINCT function_name, 'function' FROM duckdb_functions() WHERE function_name ~ '^[a-z]\\w*$' ORDER BY 1"),
        Items("SELECT DISTINCT upper(keyword_name), 'keyword' FROM duckdb_keywords() ORDER BY 1"));

    private List<CompletionItem> Items(string sql, params object?[] parameters) =>
        Connection.Query(sql, row => new CompletionItem(row.GetString(0), row.GetString(1)), parameters);

    private List<string> Describe(string sql, string name, string? schema) => Connection.Query(sql, row => row.GetString(0), name, schema);

    [GeneratedRegex(@"[A-Za-z_][\w.]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(\w+)\.$")]
    private static partial Regex Qualifier();
}
