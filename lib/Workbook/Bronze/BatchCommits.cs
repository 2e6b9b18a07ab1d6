using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>A batch on its way: its parts, and what has come of them so far.</summary>
internal sealed class Batch(SourcePlan plan, long number)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, PartResult> _results = [];

    public SourcePlan Plan => plan;

    public long Number => number;

    public required IReadOnlyList<BatchPart> Parts { get; init; }

    public bool IsCommitted { get; set; }

    public IEnumerable<PartResult> Results => _results.Values;

    /// <summary>Nothing of it is taken.</summary>
    public void Refuse(string reason)
    {
        foreach (var (part, result) in _results.ToList())
            _results[part] = result with { Added = [], Rejected = new Dictionary<string, long>(), Outcomes = [.. result.Outcomes.Select(outcome => outcome.Refusal is null ? HeldBack.Refused(outcome, reason) : outcome)] };
    }

    /// <returns>Whether this was the last part.</returns>
    public bool Complete(BatchPart part, PartResult result)
    {
        lock (_lock)
        {
            _results[part.Number] = result;
            return _results.Count == Parts.Count;
        }
    }
}

/// <summary>
/// Brings batches into the lake in an order in which every crash can be mended: data and reject files under the batch's
/// names, the journal, the Delta commit, and then what follows from it — voided rejects, the Parquet folder, the manifest.
/// </summary>
internal sealed class BatchCommits(BronzeOptions options)
{
    private readonly LakeFolder _lake = options.Folder;
    private readonly Journal _journal = new(options.Folder);
    private readonly Manifest _manifest = new(options.ManifestPath);
    private readonly Lock _manifestLock = new();

    /// <summary>Finishes or undoes what a killed run left.</summary>
    public void Recover()
    {
        foreach (var entry in _journal.Read())
        {
            var source = options.Sources.FirstOrDefault(candidate => candidate.Name == entry.Source);
            if (source is null)
                continue; // another run's selection will take care of it
            if (TableOf(source).LastBatch >= entry.Batch)
                Finish(source, entry);
            else
                _journal.Delete(entry);
        }

        foreach (var source in options.Sources)
        {
            var next = TableOf(source).LastBatch + 1;
            Undo(source, next);
        }
    }

    /// <param name="partBytes">Raw bytes in a part, at most.</param>
    public Batch Begin(SourcePlan plan, IReadOnlyList<RawFile> files, long partBytes)
    {
        var source = plan.Source;
        var bronze = TableOf(source);
        var number = bronze.LastBatch + 1;
        var now = options.Time.GetUtcNow().UtcDateTime;
        var isDelta = source.Format == SourceFormat.Delta;
        var table = options.DryRun || isDelta ? null : bronze.OpenOrCreate(
            ColumnsOf(source), files.Sum(file => file.Bytes), files.Select(file => Path.GetDirectoryName(file.Path)).Distinct().Count());
        var groups = isDelta ? [files] : IngestionPlan.Cut(files, Math.Max(1, Math.Min(partBytes, EvenShare(files))));
        return new Batch(plan, number)
        {
            Parts = [.. groups.Select((group, index) => new BatchPart(
                source, number, index, group, RejectStore.PartFile(_lake, source.Name, number, index), now,
                (connection, select) => options.DryRun ? Count(connection, select) : Write(connection, source, table!, select, number, index)) { Undo = () => Undo(source, number, index) })],
        };
    }

    /// <param name="acceptSmaller">Takes a delivery that is far smaller than what it takes the place of.</param>
    /// <returns>Bytes of the bronze table's files.</returns>
    public long Commit(Batch batch, bool acceptSmaller)
    {
        var source = batch.Plan.Source;
        // A Delta source whose history was rewritten is taken over as it is now.
        var comesWhole = source.Format == SourceFormat.Delta && batch.Parts.SelectMany(part => part.Files).Any(version => batch.Plan.Known.GetValueOrDefault(version.Path)?.Status == ManifestEntry.Loaded);
        if (HeldBack.Fault(batch.Plan, [.. batch.Results.SelectMany(result => result.Outcomes)], comesWhole ? DeltaSource.LiveRows(TableOf(source)) : null, acceptSmaller) is { } fault)
            batch.Refuse(fault);
        if (options.DryRun)
            return 0;
        var outcomes = batch.Results.SelectMany(result => result.Outcomes).ToList();
        var loaded = outcomes.Where(outcome => outcome.Refusal is null).ToList();
        var seconds = batch.Results.Sum(result => result.Seconds) / Math.Max(1, outcomes.Sum(outcome => outcome.File.Bytes));
        var bronze = TableOf(source);
        // Where the manifest is behind the table (deleted, or an old copy), any file may have been loaded before.
        var isBehind = batch.Plan.Known.Values.Select(known => known.Batch).DefaultIfEmpty(0).Max() < bronze.LastBatch;
        var entry = new JournalEntry(
            source.Name, batch.Number,
            [.. outcomes.Select(outcome => EntryOf(batch, outcome, seconds * outcome.File.Bytes)), .. loaded.Count > 0 ? Overwritten(batch) : []],
            [.. batch.Plan.Overwrites ? batch.Plan.Known.Keys.Union(loaded.Select(outcome => outcome.File.Path)) : loaded.Select(outcome => outcome.File.Path).Where(path => isBehind || batch.Plan.Known.ContainsKey(path))],
            []);
        if (loaded.Count == 0)
        {
            Undo(batch);
            lock (_manifestLock)
                _manifest.Put(entry.Entries);
            batch.IsCommitted = true;
            return 0;
        }

        _journal.Write(entry);
        Apply(source, entry, [.. batch.Results.SelectMany(result => result.Added)], "INGEST", loaded.Sum(outcome => outcome.RowsAccepted), isWhole: comesWhole || batch.Plan.Overwrites);
        batch.IsCommitted = true;
        return Finish(source, entry);
    }

    /// <summary>Writes accepted rows: as files of the table or, where they go in by key, aside.</summary>
    public IReadOnlyList<AddFile> Write(DuckDBConnection connection, SourceContract source, DeltaTable table, string select, long batch, int part) =>
        KeyedRows.Has(source) ? KeyedRows.Stage(connection, _lake, source, select, batch, part) : TableOf(source).WritePart(connection, table, select, batch, part);

    /// <summary>The Delta commit of a batch whose rows were written.</summary>
    /// <param name="added">Files of the table; none where the rows lie aside.</param>
    /// <param name="isWhole">Whether they are all that the source holds.</param>
    public void Apply(SourceContract source, JournalEntry entry, IReadOnlyList<AddFile> added, string operation, long rows, bool isWhole)
    {
        var bronze = TableOf(source);
        if (source.Format == SourceFormat.Delta)
            DeltaSource.Merge(_lake, source, bronze, entry.Batch, isWhole);
        else if (KeyedRows.Has(source))
            KeyedRows.Commit(_lake, source, bronze, entry.Batch, isWhole);
        else
            bronze.Commit(bronze.Open(), entry.Batch, added, entry.Superseded, operation, rows, isWhole);
    }

    /// <summary>Brings a batch of another kind in: the journal first, then its Delta commit, then what follows.</summary>
    public long Commit(SourceContract source, JournalEntry entry, Action<BronzeTable> commit)
    {
        _journal.Write(entry);
        commit(TableOf(source));
        return Finish(source, entry);
    }

    /// <summary>Takes out the rows and rejects of files that are gone. The Delta table's earlier versions still have them.</summary>
    public void Remove(SourceContract source, IReadOnlyList<ManifestEntry> files)
    {
        var batch = TableOf(source).LastBatch + 1;
        var now = options.Time.GetUtcNow().UtcDateTime;
        var entry = new JournalEntry(
            source.Name, batch,
            [.. files.Select(file => file with { Status = ManifestEntry.Removed, Rows = 0, Rejects = 0, Bytes = 0, Batch = batch, ProcessedAt = now, Message = "gone from the raw folder" })],
            Superseded: [.. files.Select(file => file.Path)],
            ObsoleteRejects: []);
        Commit(source, entry, table => table.Commit(table.Open(), batch, [], entry.Superseded, "PRUNE", 0));
    }

    public void Undo(Batch batch)
    {
        if (options.DryRun)
            return;
        Undo(batch.Plan.Source, batch.Number);
    }

    /// <summary>Removes what a batch that was never committed has written.</summary>
    public void Undo(SourceContract source, long batch)
    {
        TableOf(source).Undo(batch);
        RejectStore.Undo(_lake, source.Name, batch);
        StagedRows.Undo(_lake, source, batch);
    }

    private void Undo(SourceContract source, long batch, int part)
    {
        if (options.DryRun)
            return;
        TableOf(source).Undo(batch, part);
        RejectStore.Undo(_lake, source.Name, batch, part);
    }

    public BronzeTable TableOf(SourceContract source) => new(_lake, source, options.Time);

    private long Finish(SourceContract source, JournalEntry entry)
    {
        var bronze = TableOf(source);
        StagedRows.Undo(_lake, source, entry.Batch);
        RejectStore.Drop(_lake, entry);
        using (var connection = WorkbookDatabase.Open())
            bronze.Coalesce(connection);
        var bytes = bronze.MirrorAsParquet();
        lock (_manifestLock)
            _manifest.Put(entry.Entries);
        _journal.Delete(entry);
        return bytes;
    }

    private ManifestEntry EntryOf(Batch batch, FileOutcome outcome, double seconds)
    {
        var former = batch.Plan.Known.GetValueOrDefault(outcome.File.Path);
        var isRefused = outcome.Refusal is not null;
        return new ManifestEntry(
            batch.Plan.Source.Name, outcome.File.Path, outcome.ContentHash, options.Time.GetUtcNow().UtcDateTime,
            // A refused delivery leaves the rows of the file's former content where they are.
            isRefused ? former?.Rows ?? 0 : outcome.RowsAccepted,
            isRefused ? former?.Rejects ?? 0 : outcome.RowsRejected,
            outcome.File.Bytes, seconds, isRefused ? ManifestEntry.Refused : ManifestEntry.Loaded,
            isRefused ? former?.Batch ?? 0 : batch.Number, outcome.Refusal);
    }

    /// <summary>The files whose rows an overwriting batch takes out without bringing them anew.</summary>
    private IEnumerable<ManifestEntry> Overwritten(Batch batch)
    {
        if (!batch.Plan.Overwrites)
            return [];
        var taken = batch.Parts.SelectMany(part => part.Files).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var vanished = batch.Plan.Vanished.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return batch.Plan.Known.Values.Where(entry => entry.Rows + entry.Rejects > 0 && !taken.Contains(entry.Path)).Select(entry => entry with
        {
            Status = vanished.Contains(entry.Path) ? ManifestEntry.Removed : ManifestEntry.Replaced, Rows = 0, Rejects = 0, Bytes = 0, Batch = batch.Number,
            ProcessedAt = options.Time.GetUtcNow().UtcDateTime, Message = vanished.Contains(entry.Path) ? "gone from the raw folder" : "a newer delivery took its place",
        });
    }

    /// <summary>A part for each worker where the files are few bytes in all.</summary>
    private long EvenShare(IReadOnlyList<RawFile> files) =>
        Math.Max(8L << 20, (files.Sum(file => file.Bytes) / options.Threads) + 1);

    public static IReadOnlyList<Column> ColumnsOf(SourceContract source) => [.. source.Columns, .. source.LaterColumns, .. source.PathColumns];

    private static IReadOnlyList<AddFile> Count(DuckDBConnection connection, string select)
    {
        // Every column is asked for, so that nothing of the validation is optimised away.
        connection.Execute($"SELECT count(*), bit_xor(hash(row)) FROM ({select}) row");
        return [];
    }
}
