using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>A live file of a bronze table that can't be read, or isn't what the table's log says of it.</summary>
/// <param name="File">Relative to the table.</param>
public sealed record DamagedFile(string Source, string File, string Reason);

/// <param name="Damaged">Files that were taken out of their tables; they stay on disk, for whoever wants to know why.</param>
/// <param name="Mirrored">Sources whose Parquet folder was not what the table says, and is now.</param>
/// <param name="Reloaded">Null where no file was damaged.</param>
public sealed record BronzeRepairSummary(IReadOnlyList<DamagedFile> Damaged, IReadOnlyList<string> Mirrored, IngestionSummary? Reloaded);

/// <summary>
/// Bronze after an accident on disk. What a damaged file held comes anew from its raw files; the rest of the table, and its
/// history, stay. The rows that come back carry a new <c>ingestion_ts</c>, so that incremental models take them again.
/// </summary>
public static class BronzeRepair
{
    /// <summary>Reads every live file of every bronze table to its last page; changes nothing.</summary>
    public static IReadOnlyList<DamagedFile> Check(BronzeOptions options, CancellationToken cancel = default)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = options.Threads });
        return [.. options.Sources.Where(source => DeltaTable.Exists(options.Folder.BronzeTable(source.Name)))
            .SelectMany(source => Damages(connection, options.Folder, source, cancel))];
    }

    /// <summary>Sources whose Parquet folder doesn't hold just the files of the table's newest version.</summary>
    public static IReadOnlyList<string> StaleMirrors(BronzeOptions options) =>
        [.. options.Sources.Where(source => DeltaTable.Exists(options.Folder.BronzeTable(source.Name)) && !IsMirrored(options.Folder, source.Name)).Select(source => source.Name)];

    /// <summary>Takes damaged files out, brings the Parquet folders up to their tables and loads what was lost. Doing it twice is doing it once.</summary>
    /// <exception cref="WorkbookException">A raw file that is needed is gone; nothing was changed.</exception>
    public static BronzeRepairSummary Run(IngestionOptions options, IProgress<IngestionProgress>? progress = null, CancellationToken cancel = default)
    {
        IReadOnlyList<DamagedFile> damaged;
        IReadOnlyList<string> stale;
        using (RunLock.Take(options.Folder, options.LockWait, options.Waiting, cancel))
        {
            new BatchCommits(options).Recover();
            damaged = Check(options, cancel);
            var manifest = new Manifest(options.ManifestPath);
            var lost = damaged.GroupBy(file => file.Source)
                .Select(group => (Source: options.Sources.First(source => source.Name == group.Key), Files: group.ToList()))
                .Select(table => (table.Source, table.Files, Entries: Lost(options, table.Source, table.Files, manifest.Read()))).ToList();
            RequireRaw(options, lost.SelectMany(table => table.Entries.Select(entry => (table.Source, entry))));

            foreach (var (source, files, entries) in lost)
            {
                // The manifest first: killed in between, the next repair finds the same damage; the other way round rows would be missing unnoticed.
                manifest.Put([.. entries.Select(entry => entry with { Status = ManifestEntry.Reload, Message = $"a file of bronze is damaged: {files[0].File}" })]);
                TakeOut(options, source, files);
            }

            stale = StaleMirrors(options);
            foreach (var source in stale)
                new BronzeTable(options.Folder, options.Sources.First(candidate => candidate.Name == source), options.Time).MirrorAsParquet();
        }

        return new BronzeRepairSummary(damaged, stale, damaged.Count == 0 ? null : BronzeIngestion.Run(options, progress, cancel));
    }

    private static IEnumerable<DamagedFile> Damages(DuckDBConnection connection, LakeFolder lake, SourceContract source, CancellationToken cancel)
    {
        var snapshot = DeltaTable.Open(lake.BronzeTable(source.Name)).Snapshot();
        foreach (var file in snapshot.Files)
        {
            cancel.ThrowIfCancellationRequested();
            if (Fault(connection, snapshot, file) is { } fault)
                yield return new DamagedFile(source.Name, Path.GetRelativePath(snapshot.TablePath, snapshot.LocalPath(file)).Replace('\\', '/'), fault);
        }
    }

    private static string? Fault(DuckDBConnection connection, DeltaSnapshot snapshot, AddFile file)
    {
        var info = new FileInfo(snapshot.LocalPath(file));
        if (!info.Exists)
            return "it is gone";
        if (info.Length != file.Size)
            return Invariant($"expected {file.Size:N0} bytes but found {info.Length:N0}");
        try
        {
            // Every column is asked for, so that every page is read.
            var rows = connection.Query($"SELECT count(*), bit_xor(hash(data_row)) FROM read_parquet({LakePath.File(info.FullName)}, hive_partitioning = false) AS data_row", row => row.GetInt64(0))[0];
            return file.RecordCount is { } expected && expected != rows ? Invariant($"expected {expected:N0} rows but found {rows:N0}") : null;
        }
        catch (DuckDBException fault)
        {
            return fault.Message.Split('\n')[0];
        }
    }

    /// <summary>Raw files of which fewer rows can be read than were loaded; of a Delta source, whose rows replace each other, all versions.</summary>
    private static List<ManifestEntry> Lost(IngestionOptions options, SourceContract source, List<DamagedFile> damaged, IReadOnlyList<ManifestEntry> manifest)
    {
        var loaded = manifest.Where(entry => entry.Source == source.Name && entry.Rows + entry.Rejects > 0);
        if (source.Format == SourceFormat.Delta)
            return [.. manifest.Where(entry => entry.Source == source.Name)];
        var snapshot = DeltaTable.Open(options.Folder.BronzeTable(source.Name)).Snapshot();
        var bad = damaged.Select(file => file.File).ToHashSet(StringComparer.Ordinal);
        using var connection = WorkbookDatabase.Open();
        var left = connection.Query(
            $"SELECT src_filename, count(*) FROM {snapshot.ScanSql(file => !bad.Contains(Relative(snapshot, file)))} GROUP BY ALL",
            row => (row.GetString(0), row.GetInt64(1))).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        return [.. loaded.Where(entry => left.GetValueOrDefault(entry.Path) < entry.Rows)];
    }

    private static void RequireRaw(IngestionOptions options, IEnumerable<(SourceContract Source, ManifestEntry Entry)> lost)
    {
        var gone = lost.Where(file => file.Source.Format == SourceFormat.Delta
            ? !Directory.Exists(Path.Combine(options.Raw, file.Source.Path))
            : !File.Exists(Path.Combine(options.Raw, file.Entry.Path))).Select(file => file.Entry.Path).ToList();
        if (gone.Count > 0)
            throw new WorkbookException(
                Invariant($"Bronze can't be repaired from {options.Raw}: {gone.Count:N0} of the raw files that it was loaded from are gone, the first {gone[0]}. ")
                + "Bring them back from where they are archived, or name the folder that has them (--raw); nothing was changed.");
    }

    private static void TakeOut(IngestionOptions options, SourceContract source, List<DamagedFile> damaged)
    {
        var table = DeltaTable.Open(options.Folder.BronzeTable(source.Name), new DeltaOptions { Time = options.Time });
        var transaction = table.StartTransaction();
        var names = damaged.Select(file => file.File).ToHashSet(StringComparer.Ordinal);
        foreach (var file in transaction.Snapshot.Files.Where(file => names.Contains(Relative(transaction.Snapshot, file))))
            transaction.Remove(file);
        transaction.Commit("REPAIR", new Dictionary<string, string?>(), new Dictionary<string, long> { ["numRemovedFiles"] = damaged.Count });
    }

    private static bool IsMirrored(LakeFolder lake, string source)
    {
        var snapshot = DeltaTable.Open(lake.BronzeTable(source)).Snapshot();
        var folder = lake.BronzeParquet(source);
        var found = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), file => new FileInfo(file).Length)
            : [];
        return found.Count == snapshot.Files.Count && snapshot.Files.All(file => found.GetValueOrDefault(Relative(snapshot, file)) == file.Size);
    }

    private static string Relative(DeltaSnapshot snapshot, AddFile file) => Path.GetRelativePath(snapshot.TablePath, snapshot.LocalPath(file)).Replace('\\', '/');
}
