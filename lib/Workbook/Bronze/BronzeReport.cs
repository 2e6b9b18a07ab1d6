using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Generation;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>Where a lake stands with one source, over all runs.</summary>
/// <param name="Rejected">Rows by rule, <c>column.reason</c>.</param>
/// <param name="RawBytes">Of the files that were loaded.</param>
/// <param name="Bytes">Of the bronze table.</param>
/// <param name="Seconds">Of the workers that loaded it.</param>
/// <param name="Planted">Faults that a rule must find, by the generator's ledger; null where there is no ledger.</param>
/// <param name="Found">Those of them that are among the rejects, or flagged, at that line for that reason.</param>
/// <param name="Unplanted">Rows that were rejected or flagged without a planted fault; null where there is no ledger.</param>
public sealed record SourceReport(
    string Source, int Files, long RowsAccepted, IReadOnlyDictionary<string, long> Rejected,
    long RawBytes, long Bytes, double Seconds, long? Planted, long? Found, long? Unplanted)
{
    /// <summary>Rows that lie among the rejects now, over all rules.</summary>
    public long RowsRejected => Rejected.Values.Sum();

    /// <summary>Accepted and rejected rows together; what a refused file brought isn't among them.</summary>
    public long RowsRead => RowsAccepted + RowsRejected;
}

/// <summary>Rejects of one kind.</summary>
/// <param name="Samples">Some of them, as <c>file:line</c> and text.</param>
public sealed record RejectReason(string Source, string Column, string Reason, long Rows, long Files, IReadOnlyList<(string Place, string Text)> Samples);

/// <summary>What the manifest, the tables and the rejects of a lake say, without changing anything.</summary>
public static class BronzeReport
{
    /// <param name="raw">Has the generator's ledger, if any.</param>
    public static IReadOnlyList<SourceReport> Read(BronzeOptions options, string raw)
    {
        var manifest = new Manifest(options.ManifestPath).Read().ToLookup(entry => entry.Source);
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = options.Threads });
        var ledger = PlantedFaults.Ledger(raw);
        var hasLedger = File.Exists(ledger) && new FileInfo(ledger).Length > 0;
        if (hasLedger)
            connection.Execute($"CREATE TEMP TABLE planted AS SELECT source, file, line, detection FROM read_json({LakePath.File(ledger)}, format = 'newline_delimited', columns = {"{"}source: 'VARCHAR', file: 'VARCHAR', line: 'BIGINT', detection: 'VARCHAR'{"}"}) WHERE detection IS NOT NULL");
        return [.. options.Sources.Select(source => Read(connection, options.Folder, source, [.. manifest[source.Name]], hasLedger))];
    }

    /// <summary>The most frequent first; those as frequent by source, column and reason.</summary>
    /// <param name="samples">How many rejects of each kind to show.</param>
    public static IReadOnlyList<RejectReason> Reasons(string lake, IEnumerable<SourceContract> sources, int samples)
    {
        using var connection = WorkbookDatabase.Open();
        var folder = new LakeFolder(lake);
        return [.. sources.Where(source => RejectStore.Files(folder, source.Name).Count > 0)
            .SelectMany(source => Reasons(connection, folder, source.Name, samples))
            .OrderByDescending(reason => reason.Rows).ThenBy(reason => reason.Source, StringComparer.Ordinal)
            .ThenBy(reason => reason.Column, StringComparer.Ordinal).ThenBy(reason => reason.Reason, StringComparer.Ordinal)];
    }

    private static List<RejectReason> Reasons(DuckDBConnection connection, LakeFolder lake, string source, int samples) => connection.Query(
        $"""
        SELECT column_name, reason, count(*), count(DISTINCT src_filename),
               to_json(min({"{"}place: src_filename || ':' || src_line, text: raw_text{"}"}, $1))
        FROM {RejectStore.ScanSql(lake, source)} GROUP BY ALL
        """,
        row => new RejectReason(source, row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), SamplesOf(row.GetString(4))),
        samples);

    private static List<(string Place, string Text)> SamplesOf(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(sample => (sample.GetProperty("place").GetString()!, sample.GetProperty("text").GetString()!))];
    }

    private static SourceReport Read(
        DuckDBConnection connection, LakeFolder lake, SourceContract source, IReadOnlyList<ManifestEntry> files, bool hasLedger)
    {
        var table = DeltaTable.Exists(lake.BronzeTable(source.Name)) ? DeltaTable.Open(lake.BronzeTable(source.Name)).Snapshot() : null;
        var hasRejects = RejectStore.Files(lake, source.Name).Count > 0;
        var rejected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (hasRejects)
        {
            foreach (var (code, rows) in connection.Query(
                $"SELECT column_name || '.' || reason, count(*) FROM {RejectStore.ScanSql(lake, source.Name)} GROUP BY ALL", row => (row.GetString(0), row.GetInt64(1))))
                rejected[code] = rows;
        }

        var (planted, found, unplanted) = hasLedger ? Score(connection, lake, source.Name, table, hasRejects) : (null, null, null);
        var loaded = files.Where(file => file.Status is not (ManifestEntry.Removed or ManifestEntry.Replaced)).ToList();
        return new SourceReport(
            source.Name, loaded.Count(file => file.Status == ManifestEntry.Loaded), loaded.Sum(file => file.Rows), rejected,
            loaded.Sum(file => file.Bytes), table?.Files.Sum(file => file.Size) ?? 0, loaded.Sum(file => file.Seconds), planted, found, unplanted);
    }

    /// <summary>Detection against the truth: place and reason must both be right.</summary>
    private static (long? Planted, long? Found, long? Unplanted) Score(
        DuckDBConnection connection, LakeFolder lake, string source, DeltaSnapshot? table, bool hasRejects)
    {
        var detected = new List<string> { "SELECT NULL::VARCHAR AS file, NULL::BIGINT AS line, NULL::VARCHAR AS detection WHERE false" };
        if (table is not null)
            detected.Add($"SELECT src_filename, src_line, unnest(string_split(dq_flags, ',')) FROM {table.ScanSql()} WHERE dq_flags IS NOT NULL");
        if (hasRejects)
            detected.Add($"SELECT src_filename, src_line, column_name || '.' || reason FROM {RejectStore.ScanSql(lake, source)}");
        return connection.Query(
            $"""
            WITH detected AS ({string.Join(" UNION ALL ", detected)}), expected AS (SELECT file, line, detection FROM planted WHERE source = $1)
            SELECT (SELECT count(*) FROM expected),
                   (SELECT count(*) FROM (FROM expected INTERSECT ALL FROM detected)),
                   (SELECT count(*) FROM (FROM detected EXCEPT ALL FROM expected))
            """,
            row => ((long?)row.GetInt64(0), (long?)row.GetInt64(1), (long?)row.GetInt64(2)), source)[0];
    }
}
