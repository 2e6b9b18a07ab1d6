using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Cli.Commands;

/// <summary>Records in a file that the user names, as a view.</summary>
internal static class RecordFile
{
    /// <summary>CSV columns are texts, with the blanks around their names off: what a record's number means is for the model to say.</summary>
    public static void CreateView(DuckDBConnection connection, string path, string view)
    {
        // A file of this very name comes first; else the path may be a pattern for several.
        var isPattern = !File.Exists(path) && LakePath.IsPattern(path);
        if (!isPattern && !File.Exists(path))
            throw new WorkbookException($"There is no file '{path}'. Correct the path.");
        var literal = isPattern ? Sql.Literal(path) : LakePath.File(path);
        var reader = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".parquet" => $"read_parquet({literal})",
            ".csv" or ".tsv" or ".txt" or ".gz" => $"read_csv({literal}, all_varchar = true)",
            ".json" or ".jsonl" or ".ndjson" => $"read_json({literal})",
            var other => throw new WorkbookException($"'{path}' ends in '{other}'; records are read from .parquet, .csv, .tsv, .txt, .json and .jsonl files. Convert it, or rename it."),
        };
        try
        {
            var columns = connection.Query($"DESCRIBE SELECT * FROM {reader}", row => row.GetString(0));
            connection.Execute($"CREATE VIEW {view} AS SELECT {string.Join(", ", columns.Select(column => $"{Sql.Identifier(column)} AS {Sql.Identifier(column.Trim())}"))} FROM {reader}");
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The records in '{path}' can't be read: {fault.Message}", fault);
        }
    }

    public static IReadOnlyList<string> Columns(DuckDBConnection connection, string view) => connection.Query($"DESCRIBE {view}", row => row.GetString(0));
}
