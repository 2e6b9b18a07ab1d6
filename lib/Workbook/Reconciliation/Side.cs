using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Reconciliation;

/// <summary>One of two sets of rows that should agree.</summary>
public sealed record Side
{
    private Side(string name, Func<string> relation, bool isCheap)
    {
        Name = name;
        Relation = relation;
        CanBeReadTwice = isCheap;
    }

    /// <summary>What reports call it; the table's or file's name unless it is set.</summary>
    public string Name { get; init; }

    /// <summary>
    /// True for a side of a finer grain than the keys: its rows are added up by key first. The amount and columns with a
    /// tolerance are summed, the time is the earliest, and another column keeps the value that all rows of a key share, else NULL.
    /// </summary>
    public bool IsSummed { get; init; }

    /// <summary>What stands after FROM; a Delta table's version is that of the call.</summary>
    internal Func<string> Relation { get; }

    /// <summary>Whether it may be read several times; what is not is copied to a table first.</summary>
    internal bool CanBeReadTwice { get; }

    /// <param name="name">As in SQL: <c>orders</c>, <c>gold.fct_sales</c>. Parts that need quotes bring them.</param>
    public static Side Table(string name) => new(name, () => name, isCheap: true);

    /// <param name="sql">One SELECT. It is run once.</param>
    public static Side Query(string sql, string name = "query") => new(name, () => $"({sql.TrimEnd().TrimEnd(';')}\n)", isCheap: false);

    /// <summary>A Parquet, CSV or JSON file, several of them by a pattern with <c>*</c>, or the folder of a Delta table. DuckDB guesses the types of CSV and JSON.</summary>
    /// <exception cref="WorkbookException">It isn't there, or its ending isn't one of these.</exception>
    public static Side File(string path)
    {
        var name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));
        if (Directory.Exists(path))
        {
            return DeltaTable.Exists(path) ? new(name, () => DeltaTable.Open(path).Snapshot().ScanSql(), isCheap: true)
                : throw new WorkbookException($"The folder '{path}' is no Delta table: it has no _delta_log. Name a Delta table's folder, or files with a pattern such as '{path}/*.parquet'.");
        }
        if (!path.Contains('*') && !System.IO.File.Exists(path))
            throw new WorkbookException($"There is no file '{path}'. Correct the path, or name a table.");
        var reader = Reader(path) ?? throw new WorkbookException(
            $"The file '{path}' can't be reconciled: expected .parquet, .csv, .tsv, .json, .jsonl or .ndjson (also with .gz), or a Delta table's folder. Read it in a query instead.");
        // A file of this very name comes first; else the path is a pattern for several.
        return new(name, () => $"{reader}({(System.IO.File.Exists(path) ? LakePath.File(path) : Sql.Literal(path))})", isCheap: reader == "read_parquet");
    }

    /// <summary>A file or Delta table if there is one of this name or it looks like one, else a table.</summary>
    public static Side Of(string text) =>
        Directory.Exists(text) || System.IO.File.Exists(text) || text.Contains('*') || text.Contains('/') || Reader(text) is not null ? File(text) : Table(text);

    private static string? Reader(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return System.IO.Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".parquet" => "read_parquet",
            ".csv" or ".tsv" => "read_csv",
            ".json" or ".jsonl" or ".ndjson" => "read_json",
            _ => null,
        };
    }
}
