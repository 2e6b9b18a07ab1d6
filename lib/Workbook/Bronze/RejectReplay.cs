using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <param name="Retried">Rejects that were tried again.</param>
/// <param name="StillRejected">The others by rule, <c>column.reason</c>.</param>
public sealed record ReplayedSource(string Source, long Retried, long Accepted, IReadOnlyDictionary<string, long> StillRejected);

/// <summary>
/// A second try for rejects: what the contract, corrected in the meantime, now accepts enters bronze as if it had
/// been accepted at once; the rest stays rejected, for the reason that holds now.
/// </summary>
public static class RejectReplay
{
    /// <exception cref="WorkbookException">Another run has the lake, or there is none.</exception>
    public static IReadOnlyList<ReplayedSource> Run(BronzeOptions options, CancellationToken cancel = default)
    {
        if (!Directory.Exists(options.Lake))
            throw new WorkbookException($"There is no lake at '{options.Lake}'. Build it with 'workbook run', or name another folder (--lake).");
        using var writer = RunLock.Take(options.Folder, options.LockWait, options.Waiting, cancel);
        var commits = new BatchCommits(options);
        commits.Recover();
        var manifest = new Manifest(options.ManifestPath).Read().ToLookup(entry => entry.Source);
        return [.. options.Sources
            .Where(source => RejectStore.Files(options.Folder, source.Name).Count > 0)
            .Select(source => Replay(options, commits, source, [.. manifest[source.Name]], cancel))];
    }

    private static ReplayedSource Replay(
        BronzeOptions options, BatchCommits commits, SourceContract source, IReadOnlyList<ManifestEntry> known, CancellationToken cancel)
    {
        var bronze = commits.TableOf(source);
        var rejects = RejectStore.Files(options.Folder, source.Name);
        var batch = bronze.LastBatch + 1;
        var now = options.Time.GetUtcNow().UtcDateTime;
        // Columnar rejects need no splitting: one query reads them all.
        var isColumnar = source.Format is SourceFormat.Parquet or SourceFormat.Delta;
        var table = source.Format == SourceFormat.Delta ? null : bronze.OpenOrCreate(BatchCommits.ColumnsOf(source), 0, 0);
        var retried = new List<RetriedPart>();
        try
        {
            foreach (var (files, number) in (isColumnar ? [rejects] : rejects.Select(file => (IReadOnlyList<string>)[file])).Select((files, number) => (files, number)))
            {
                var part = new BatchPart(source, batch, number, [], RejectStore.PartFile(options.Folder, source.Name, batch, number), now,
                    (connection, select) => commits.Write(connection, source, table!, select, batch, number));
                retried.Add(isColumnar ? RetryColumnar(part, options, files) : RetryText(part, files[0], cancel));
            }
        }
        catch
        {
            commits.Undo(source, batch);
            throw;
        }

        var accepted = retried.SelectMany(part => part.Accepted).GroupBy(pair => pair.Key, pair => pair.Value).ToDictionary(file => file.Key, file => file.Sum());
        var summary = new ReplayedSource(source.Name, retried.Sum(part => part.Retried), accepted.Values.Sum(), Sum(retried));
        if (options.DryRun || summary.Accepted == 0)
        {
            commits.Undo(source, batch);
            return summary;
        }

        var entry = new JournalEntry(
            source.Name, batch,
            [.. known.Where(file => accepted.ContainsKey(file.Path)).Select(file => file with
            {
                Rows = file.Rows + accepted[file.Path], Rejects = file.Rejects - accepted[file.Path], Batch = batch, ProcessedAt = now,
            })],
            Superseded: [],
            ObsoleteRejects: [.. rejects.Select(file => Path.GetFileName(file))]);
        commits.Commit(source, entry, _ => commits.Apply(source, entry, [.. retried.SelectMany(part => part.Added)], "REPLAY", summary.Accepted, isWhole: false));
        return summary;
    }

    /// <summary>CSV, JSON Lines and Excel: the records as they came, through the same scan.</summary>
    private static RetriedPart RetryText(BatchPart part, string file, CancellationToken cancel)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1, MemoryLimit = "1GB" });
        var files = connection.Query(
                $"SELECT src_filename, src_line, header, {RejectStore.RawSql} FROM read_parquet({LakePath.File(file)}, hive_partitioning = false) ORDER BY src_filename, src_line",
                row => (File: row.GetString(0), Line: row.GetInt64(1), Header: row.Get<string?>(2), Raw: row.Get<byte[]>(3)))
            .GroupBy(reject => (reject.File, reject.Header))
            .Select(group => new ScanFile("", group.Key.File) { Header = group.Key.Header, Records = [.. group.Select(reject => new RawRecord(reject.Line, reject.Raw))] })
            .ToList();
        using var rejects = new RejectWriter(part.RejectFile, part.Batch, part.Now);
        using var scan = new TextScan(connection, part.Source, files, rejects.Add, cancel);
        var added = scan.Run(accepted => part.Write(connection, $"SELECT *, {part.IngestionTimestamp} FROM ({accepted})"));
        // A file whose header the contract no longer knows is refused whole: its rejects stay as they are.
        if (scan.Files.FirstOrDefault(scanned => scanned.Refusal is not null) is { } refused)
            throw new WorkbookException($"The rejects of {part.Source.Name} can't be replayed: {refused.Refusal} Bring the contract back in line with the file, or ingest a corrected file.");
        rejects.Complete();
        return new RetriedPart(added, scan.Files.Sum(scanned => scanned.RowsRead), scan.Files.ToDictionary(scanned => scanned.RelativePath, scanned => scanned.RowsRead - scanned.RowsRejected), rejects.ByCode);
    }

    /// <summary>Parquet and Delta: the rows were kept as JSON, with the types that they came in.</summary>
    private static RetriedPart RetryColumnar(BatchPart part, BronzeOptions options, IReadOnlyList<string> files)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1, MemoryLimit = "1GB" });
        var columns = part.Source.Columns.Concat(part.Source.LaterColumns).Select(column => column.Name).ToList();
        var shapes = KeptRows.Load(connection, "reject", RejectStore.Scan(files), columns);
        var change = part.Source.Format == SourceFormat.Delta ? $", {DeltaSource.VersionSql("_file")} AS _commit_version, 'insert' AS _change_type" : "";
        var rows = string.Join(" UNION ALL ", shapes.Select(shape => ColumnarRows.Select(part.Source, shape.Relation, shape.Types, "_file", "_line", change, "_reject")));
        using var rejects = new RejectWriter(part.RejectFile, part.Batch, part.Now);
        ColumnarRows.Reject(connection, rows, rejects);
        rejects.Complete();
        var accepted = connection.Query(
            $"SELECT src_filename, count(*) FROM ({rows}) WHERE _rejection IS NULL GROUP BY ALL", row => (File: row.GetString(0), Rows: row.GetInt64(1))).ToDictionary(file => file.File, file => file.Rows);
        IReadOnlyList<AddFile> added = [];
        if (part.Source.Format == SourceFormat.Delta)
            DeltaSource.Stage(connection, part, options.Folder, $"SELECT * FROM ({rows}) WHERE _rejection IS NULL");
        else
            added = part.Write(connection, $"SELECT {ColumnarRows.Kept(part.Source)}, {part.IngestionTimestamp} FROM ({rows}) WHERE _rejection IS NULL");
        return new RetriedPart(added, connection.Scalar<long>("SELECT count(*) FROM reject"), accepted, rejects.ByCode);
    }

    private static SortedDictionary<string, long> Sum(IEnumerable<RetriedPart> retried)
    {
        var sum = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (code, rows) in retried.SelectMany(part => part.Rejected))
            sum[code] = sum.GetValueOrDefault(code) + rows;
        return sum;
    }

    /// <param name="Accepted">Rows by raw file.</param>
    /// <param name="Rejected">Rows by rule.</param>
    private sealed record RetriedPart(
        IReadOnlyList<AddFile> Added, long Retried, IReadOnlyDictionary<string, long> Accepted, IReadOnlyDictionary<string, long> Rejected);
}
