using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>What became of one raw file.</summary>
/// <param name="Path">Relative to the raw folder; a version of a Delta source is <c>returns@v3</c>.</param>
/// <param name="ContentHash">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Rows">Rows accepted.</param>
/// <param name="Batch">The commit that brought it, counted from 1 for each source.</param>
/// <param name="Message">Why it was refused.</param>
public sealed record ManifestEntry(
    string Source, string Path, string ContentHash, DateTime ProcessedAt, long Rows, long Rejects, long Bytes, double Seconds,
    string Status, long Batch, string? Message)
{
    /// <summary>Its rows are in bronze or among the rejects; it is skipped until its content changes.</summary>
    public const string Loaded = "loaded";

    /// <summary>It can't be read under its contract; rows of its former content stay, and the next run tries again.</summary>
    public const string Refused = "refused";

    /// <summary>The next run loads it again, whatever its content: a file of bronze was damaged, or a backfill takes it anew.</summary>
    public const string Reload = "again";

    /// <summary>A newer delivery of the source took its place: it has no rows in bronze any more.</summary>
    public const string Replaced = "replaced";

    /// <summary>It is gone from the raw folder, and so are its rows from bronze.</summary>
    public const string Removed = "removed";
}

/// <summary>
/// The table <c>manifest_processed_files</c>. The Delta log decides what is loaded; the manifest follows it, and is
/// brought up to date from the journal after a crash. The file is open only for the moment of a read or a write.
/// </summary>
public sealed class Manifest(string path)
{
    private const string Table = "manifest_processed_files";

    private const string Columns = "source, src_path, content_hash, processed_at, row_count, reject_count, bytes, seconds, status, batch, message";

    /// <summary>All entries, by source and path; none where there is no file yet.</summary>
    /// <exception cref="DatabaseLockedException">Another process has the file open.</exception>
    public IReadOnlyList<ManifestEntry> Read()
    {
        if (!File.Exists(path))
            return [];
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = path });
        Create(connection);
        return connection.Query($"SELECT {Columns} FROM {Table} ORDER BY source, src_path", row => new ManifestEntry(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetDateTime(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
            row.GetDouble(7), row.GetString(8), row.GetInt64(9), row.IsDBNull(10) ? null : row.GetString(10)));
    }

    /// <summary>Puts each entry in the place of the file's former one; all or none.</summary>
    public void Put(IReadOnlyCollection<ManifestEntry> entries)
    {
        if (entries.Count == 0)
            return;
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = path });
        Create(connection);
        connection.Execute($"CREATE TEMP TABLE news AS FROM {Table} LIMIT 0");
        using (var appender = new CheckedAppender(connection, "news"))
        {
            foreach (var entry in entries)
            {
                appender.AddRow(
                    entry.Source, entry.Path, entry.ContentHash, entry.ProcessedAt, entry.Rows, entry.Rejects, entry.Bytes,
                    entry.Seconds, entry.Status, entry.Batch, entry.Message);
            }

            appender.Complete();
        }

        connection.Execute($"""
            BEGIN;
            DELETE FROM {Table} WHERE (source, src_path) IN (SELECT (source, src_path) FROM news);
            INSERT INTO {Table} FROM news;
            COMMIT
            """);
    }

    private static void Create(DuckDBConnection connection) => connection.Execute($"""
        CREATE TABLE IF NOT EXISTS {Table} (
            source VARCHAR NOT NULL,
            src_path VARCHAR NOT NULL,
            content_hash VARCHAR NOT NULL,
            processed_at TIMESTAMP NOT NULL,
            row_count BIGINT NOT NULL,
            reject_count BIGINT NOT NULL,
            bytes BIGINT NOT NULL,
            seconds DOUBLE NOT NULL,
            status VARCHAR NOT NULL,
            batch BIGINT NOT NULL,
            message VARCHAR
        )
        """);
}
