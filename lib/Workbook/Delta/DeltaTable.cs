using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta.Log;
using Workbook.Delta.Operations;
using Workbook.Query;

namespace Workbook.Delta;

/// <summary>
/// A Delta Lake table in a local folder: Parquet files plus a log of JSON commits, each created only if its name is free,
/// which makes that create the lock. DuckDB reads and writes the rows, set-based; the log is read and written here.
/// New tables need reader version 1 and writer version 2, so that any Delta client can use them. Rows change by copy on
/// write: there are no deletion vectors, column mapping or change data feed, and tables that use them are refused by name.
/// Timestamps are instants in UTC; a DuckDB TIMESTAMP without zone is taken to be UTC.
/// </summary>
public sealed class DeltaTable
{
    private DeltaSnapshot? _latest;

    private DeltaTable(string path, DeltaOptions options)
    {
        TablePath = path;
        Options = options;
    }

    /// <summary>The table's folder, absolute.</summary>
    public string TablePath { get; }

    internal DeltaOptions Options { get; }

    /// <summary>Whether a Delta table lies in the folder; one of another format, or damaged, counts, too.</summary>
    public static bool Exists(string path) => LogFolder.List(Path.GetFullPath(path)).Latest >= 0;

    /// <summary>A table that is there.</summary>
    /// <exception cref="WorkbookException">There is none in the folder, or it asks for features of Delta that this library doesn't honour.</exception>
    public static DeltaTable Open(string path, DeltaOptions? options = null)
    {
        var table = new DeltaTable(Path.GetFullPath(path), options ?? new DeltaOptions());
        table.Snapshot();
        return table;
    }

    /// <summary>Commits version 0: a table without rows. Partition columns are columns of the schema; order matters to folders only.</summary>
    public static DeltaTable Create(
        string path, DeltaSchema schema, IReadOnlyList<string>? partitionColumns = null, DeltaOptions? options = null,
        string? name = null, string? description = null, IReadOnlyDictionary<string, string>? configuration = null)
    {
        var table = new DeltaTable(Path.GetFullPath(path), options ?? new DeltaOptions());
        var partitions = Creation.Check(table.TablePath, schema, partitionColumns ?? []);
        var now = table.Options.Time.GetUtcNow();
        var metadata = new DeltaMetadata(
            table.Options.NewId().ToString("D"), schema.ToJson(), partitions, configuration ?? new Dictionary<string, string>(),
            now.ToUnixTimeMilliseconds(), name, description);
        Creation.Commit(table.TablePath, metadata, now, table.Options);
        return table;
    }

    /// <param name="version">Null for the newest.</param>
    public DeltaSnapshot Snapshot(long? version = null)
    {
        var snapshot = LogReader.Read(TablePath, version, _latest, Options);
        if (version is null) _latest = snapshot;
        return snapshot;
    }

    /// <summary>The rows, in memory: for tables that are looked at. For all else ask <see cref="DeltaSnapshot.ScanSql"/> in a query.</summary>
    /// <param name="where">SQL that is true for the rows to read; all by default.</param>
    /// <param name="columns">As in SQL, after SELECT.</param>
    /// <param name="version">Null for the newest.</param>
    /// <exception cref="WorkbookException">There is no such version.</exception>
    /// <exception cref="DuckDBException">The SQL is faulty.</exception>
    public SqlRows Read(string? where = null, string columns = "*", long? version = null)
    {
        using var connection = WorkbookDatabase.Open();
        return SqlRows.Read(connection, $"SELECT {columns} FROM {Snapshot(version).ScanSql()}{(where is null ? "" : $" WHERE {where}")}");
    }

    /// <summary>The newest version committed at or before this instant; the newest of all for an instant after it.</summary>
    public DeltaSnapshot SnapshotAt(DateTimeOffset instant) => Snapshot(TimeTravel.VersionAt(TablePath, instant));

    /// <summary>Newest first; versions whose log file is gone are left out.</summary>
    /// <param name="limit">At most so many; null for all.</param>
    public IReadOnlyList<DeltaCommit> History(int? limit = null) => TimeTravel.History(TablePath, limit);

    /// <summary>Collects changes against the newest version, to commit them as one.</summary>
    public DeltaTransaction StartTransaction() => StartTransaction(Snapshot());

    internal DeltaTransaction StartTransaction(DeltaSnapshot snapshot) => new(snapshot, Options, CheckpointWhenDue);

    /// <summary>Adds the rows of a query, which may read whatever the connection sees.</summary>
    /// <exception cref="WorkbookException">Columns or types don't fit the table.</exception>
    public DeltaWrite Append(DuckDBConnection connection, string selectSql, DeltaWriteOptions? options = null) =>
        AppendRows.Append(this, connection, selectSql, options ?? new DeltaWriteOptions());

    /// <param name="replaceWhere">Replaces only the rows of this predicate, by rows that all satisfy it.</param>
    public DeltaWrite Overwrite(DuckDBConnection connection, string selectSql, string? replaceWhere = null, DeltaWriteOptions? options = null) =>
        AppendRows.Overwrite(this, connection, selectSql, replaceWhere, options ?? new DeltaWriteOptions());

    /// <summary>Deletes the rows for which the predicate is true; not those for which it is NULL.</summary>
    public DeltaWrite Delete(DuckDBConnection connection, string predicate) => RewriteRows.Delete(this, connection, predicate);

    /// <param name="assignments">Expression by column; expressions see the row as it was.</param>
    /// <param name="predicate">Null for every row.</param>
    public DeltaWrite Update(DuckDBConnection connection, IReadOnlyDictionary<string, string> assignments, string? predicate = null) =>
        RewriteRows.Update(this, connection, assignments, predicate);

    /// <param name="set">Expression by column; expressions see the row as it was.</param>
    /// <param name="where">Null for every row.</param>
    public DeltaWrite Update(IReadOnlyDictionary<string, string> set, string? where = null)
    {
        using var connection = WorkbookDatabase.Open();
        return Update(connection, set, where);
    }

    /// <summary>Deletes the rows for which the predicate is true; not those for which it is NULL.</summary>
    public DeltaWrite Delete(string where)
    {
        using var connection = WorkbookDatabase.Open();
        return Delete(connection, where);
    }

    /// <summary>Adds a query's rows: over files, such as <c>FROM 'new.parquet'</c>, or values.</summary>
    public DeltaWrite Append(string selectSql)
    {
        using var connection = WorkbookDatabase.Open();
        return Append(connection, selectSql);
    }

    /// <summary>Updates, deletes and inserts by comparing with a source, in one version.</summary>
    /// <exception cref="WorkbookException">Several source rows match a target row, or a column isn't the table's.</exception>
    public DeltaWrite Merge(DuckDBConnection connection, DeltaMerge merge) => MergeRows.Run(this, connection, merge);

    /// <summary>Adds columns at the end of the schema; existing rows have NULL there, so they must be nullable.</summary>
    public long AddColumns(params IReadOnlyList<DeltaField> fields) => Creation.AddColumns(this, fields);

    /// <summary>Packs files smaller than the target into files of about that size, within each partition. Rows don't change.</summary>
    /// <param name="where">A predicate over partition columns only.</param>
    public DeltaWrite Optimize(DuckDBConnection connection, long targetBytes = 128L * 1024 * 1024, string? where = null) =>
        Compaction.Run(this, connection, targetBytes, where);

    /// <summary>
    /// Deletes files that are neither live nor removed, or written, within the retention (7 days unless given). Versions that
    /// needed them can't be read any more.
    /// </summary>
    /// <param name="dryRun">Only tells what would go.</param>
    /// <param name="force">Allows a retention below 7 days.</param>
    /// <returns>The files, relative to the table.</returns>
    public IReadOnlyList<string> Vacuum(TimeSpan? retention = null, bool dryRun = false, bool force = false) =>
        Operations.Vacuum.Run(Snapshot(), Options, retention ?? Operations.Vacuum.SafeRetention, dryRun, force);

    /// <summary>Makes a new version with the rows and schema of an earlier one.</summary>
    /// <exception cref="WorkbookException">There is no such version, or files of it were vacuumed.</exception>
    public DeltaWrite Restore(long version) => Restoration.Run(this, Snapshot(version));

    /// <summary>The same with the version that was the newest at that moment.</summary>
    /// <exception cref="WorkbookException">The table is younger, or files of that version were vacuumed.</exception>
    public DeltaWrite Restore(DateTimeOffset instant) => Restoration.Run(this, SnapshotAt(instant));

    /// <summary>
    /// The rows that came and went between two versions, commit by commit; commits that only moved rows are left out.
    /// Needs the data files of both ends of every such commit.
    /// </summary>
    /// <param name="fromExclusive">-1 for everything since the table began.</param>
    /// <param name="keys">Columns that identify a row; with them a delete and an insert of one key become an update.</param>
    public DeltaChanges Changes(long fromExclusive, long? toInclusive = null, IReadOnlyList<string>? keys = null) =>
        RowChanges.Between(this, fromExclusive, toInclusive, keys ?? []);

    /// <summary>Summarises the newest version, so that readers need not replay what came before.</summary>
    public void Checkpoint() => WriteCheckpoint(Snapshot());

    private void WriteCheckpoint(DeltaSnapshot snapshot)
    {
        ProtocolSupport.CheckWritable(TablePath, snapshot.Protocol, snapshot.Metadata, snapshot.Schema);
        CheckpointFile.Write(snapshot, Options);
        if (Options.LogRetention is { } retention) TimeTravel.DropExpiredLog(TablePath, Options.Time.GetUtcNow() - retention);
    }

    private void CheckpointWhenDue(long version)
    {
        if (Options.CheckpointInterval <= 0 || version % Options.CheckpointInterval != 0) return;
        // The commit stands whether or not its summary can be written; the next one tries again.
        try { WriteCheckpoint(Snapshot(version)); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DuckDBException) { }
    }
}
