namespace Workbook.Database;

/// <summary>
/// Spells names and texts within SQL, where a parameter can't stand: identifiers, settings, paths in COPY. Values in
/// queries go as parameters.
/// </summary>
public static class Sql
{
    /// <summary>One name, not a dotted path: <c>"a.b"</c> is a single identifier with a point in it.</summary>
    /// <exception cref="ArgumentException">The name is empty or has a NUL character.</exception>
    public static string Identifier(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return $"\"{WithoutNul(name).Replace("\"", "\"\"")}\"";
    }

    /// <exception cref="ArgumentException">The text has a NUL character: DuckDB's SQL would end there.</exception>
    public static string Literal(string? value) =>
        value is null ? "NULL" : $"'{WithoutNul(value).Replace("'", "''")}'";

    private static string WithoutNul(string text) => text.Contains('\0')
        ? throw new ArgumentException($"SQL can't hold a NUL character: {text.Replace("\0", "\\0")}. Take it out; chr(0) makes one.")
        : text;
}
