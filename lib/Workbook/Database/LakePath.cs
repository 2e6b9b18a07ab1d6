using System.Buffers;

namespace Workbook.Database;

/// <summary>
/// Spells paths within SQL. What reads files (<c>read_parquet</c>, <c>read_csv</c>, <c>read_json</c>, <c>glob</c>,
/// <c>parquet_metadata</c> …) takes a pattern, in which <c>*</c>, <c>?</c> and <c>[</c> stand for other letters; what
/// writes a file or opens a database (<c>COPY … TO</c>, <c>ATTACH</c>) takes a path as it is.
/// </summary>
public static class LakePath
{
    private static readonly SearchValues<char> OfPatterns = SearchValues.Create("*?[");

    /// <summary>For <c>COPY … TO</c> and <c>ATTACH</c>: <c>'/data/a''b[1]'</c>.</summary>
    /// <remarks>
    /// DuckDB 1.5 writes partitions beside a folder whose own name ends in letters beyond ASCII (<c>/data/sö</c> becomes
    /// <c>/data/s</c>): partition into a folder below it.
    /// </remarks>
    public static string Target(string path) => Sql.Literal(path);

    /// <summary>This one file for what reads: <c>'/data/a''b[[]1]'</c>.</summary>
    public static string File(string path) => Sql.Literal(Pattern(path));

    /// <summary>These files and no others, in this order: <c>['/data/a', '/data/b']</c>.</summary>
    public static string Files(IEnumerable<string> paths) => $"[{string.Join(", ", paths.Select(File))}]";

    /// <summary>Files below a folder that match a pattern, in which <c>**</c> stands for any folders.</summary>
    /// <param name="pattern">Not escaped; with <c>/</c> between folders.</param>
    public static string Below(string folder, string pattern = "**/*.parquet") => Sql.Literal($"{Pattern(folder)}/{pattern}");

    /// <summary>The pattern that means this path alone, not yet quoted.</summary>
    public static string Pattern(string path) => path.AsSpan().IndexOfAny(OfPatterns) < 0
        ? path
        : path.Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);

    /// <summary>Whether it has a letter that stands for others.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny(OfPatterns) >= 0;
}
