using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>Raw files whose rows go, as a table that a query asks: there may be thousands.</summary>
internal static class SupersededFiles
{
    /// <summary>For rows that have <c>src_filename</c>.</summary>
    public const string IsKept = "src_filename NOT IN (SELECT file FROM superseded)";

    /// <summary>Makes the table.</summary>
    public static void Name(DuckDBConnection connection, IReadOnlyList<string> files)
    {
        connection.Execute("CREATE TEMP TABLE superseded (file VARCHAR)");
        using var appender = new CheckedAppender(connection, "superseded");
        foreach (var file in files)
            appender.AddRow(file);
        appender.Complete();
    }

    /// <summary>Rows that go and rows that stay, for each Parquet file that has rows.</summary>
    public static IReadOnlyList<(int File, long Gone, long Kept)> Count(DuckDBConnection connection, IReadOnlyList<string> paths, string isKept = IsKept) =>
        connection.Query(
            $"SELECT CAST(file AS INTEGER), count(*) FILTER (NOT kept), count(*) FILTER (kept) FROM (SELECT file_index AS file, {isKept} AS kept FROM read_parquet({LakePath.Files(paths)}, hive_partitioning = false)) GROUP BY ALL ORDER BY ALL",
            row => (row.GetInt32(0), row.GetInt64(1), row.GetInt64(2)));
}
