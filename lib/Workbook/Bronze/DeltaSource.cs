using System.Globalization;
using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>
/// A source that is a Delta table itself: its versions arrive as changes. Rows are upserted by key; a deleted row stays
/// as a tombstone (<c>is_deleted</c>), so that what depends on it can learn of it. A version is to the manifest what a
/// file is: <c>returns@v3</c>.
/// </summary>
internal static class DeltaSource
{
    /// <summary>The column that says so.</summary>
    internal const string Tombstone = "is_deleted";

    public static (int Found, IReadOnlyList<RawFile> New) NewVersions(
        IngestionOptions options, SourceContract source, Dictionary<string, ManifestEntry> known)
    {
        var folder = Path.Combine(options.Raw, source.Path);
        if (!Directory.Exists(Path.Combine(folder, "_delta_log")))
            return (0, []);
        var versions = Directory.EnumerateFiles(Path.Combine(folder, "_delta_log"), "*.json")
            .Where(path => long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Order(StringComparer.Ordinal)
            .Select(path => new RawFile(PathOf(source, long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture)), path, new FileInfo(path).Length))
            .ToList();
        var isRewritten = versions.Any(version => known.TryGetValue(version.Path, out var entry)
            && entry.Status == ManifestEntry.Loaded && entry.ContentHash != RawFiles.ContentHash(version.FullPath));
        var news = isRewritten ? versions : [.. versions.Where(version => known.GetValueOrDefault(version.Path)?.Status != ManifestEntry.Loaded)];
        return (versions.Count, news);
    }

    /// <summary>Checks the changes of the part's versions and stages the accepted ones for <see cref="Merge"/>.</summary>
    public static PartResult Read(BatchPart part, IngestionOptions options)
    {
        var clock = Stopwatch.StartNew();
        var table = Path.Combine(options.Raw, part.Source.Path);
        var (first, last) = (VersionOf(part.Files[0]), VersionOf(part.Files[^1]));
        var key = string.Join(", ", part.Source.Key.Select(Sql.Identifier));
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1, MemoryLimit = "1GB" });
        ColumnarRows.DistrustStatistics(connection);
        DeltaChanges changes;
        try
        {
            changes = DeltaTable.Open(table).Changes(first - 1, last, part.Source.Key);
            if (ColumnarRows.Refusal(part.Source, [.. changes.Schema.Fields.Select(field => field.Name)]) is { } refusal)
                return Refused(part, refusal, clock);
            if (DeltaFileTypes.Difference(connection, changes) is { } difference)
                return Refused(part, difference, clock);
            connection.Execute($"CREATE TEMP TABLE change AS SELECT *, row_number() OVER (PARTITION BY _commit_version ORDER BY {key}, _change_type) AS _row FROM {changes.Sql} WHERE _change_type <> 'update_preimage'");
        }
        catch (WorkbookException fault)
        {
            return Refused(part, fault.Message, clock);
        }
        catch (DuckDBException fault)
        {
            return Refused(part, $"has a data file that can't be read: {fault.Message.Split('\n')[0]} Ask for the table again.", clock);
        }

        var types = changes.Schema.Fields.ToDictionary(field => field.Name, field => field.Type.Sql);
        var file = $"{Sql.Literal(part.Source.Path + "@v")} || _commit_version";
        var upserts = RejectRepeated(part.Source, ColumnarRows.Select(part.Source, "(FROM change WHERE _change_type <> 'delete')", types, file, "_row", ", _commit_version, _change_type"));
        var deletes = ColumnarRows.Select(part.Source, "(FROM change WHERE _change_type = 'delete')", types, file, "_row", ", _commit_version, _change_type");
        using var rejects = new RejectWriter(options.DryRun ? null : part.RejectFile, part.Batch, part.Now);
        var rejected = ColumnarRows.Reject(connection, upserts, rejects);
        if (!options.DryRun)
            Stage(connection, part, options.Folder, $"SELECT * FROM ({upserts}) WHERE _rejection IS NULL UNION ALL BY NAME SELECT * FROM ({deletes})");
        rejects.Complete();

        var rows = connection.Query("SELECT _commit_version, count(*) FROM change GROUP BY ALL", row => (row.GetInt64(0), row.GetInt64(1))).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        return new PartResult([],
            [.. part.Files.Select(version => new FileOutcome(
                version, RawFiles.ContentHash(version.FullPath), rows.GetValueOrDefault(VersionOf(version)), rejected.GetValueOrDefault(version.Path), null) { Notes = version == part.Files[^1] ? ColumnarRows.Discarded(part.Source, types.Keys) : null, Rejected = rejects.First.Of(version.Path) })],
            rejects.ByCode, clock.Elapsed.TotalSeconds);
    }

    /// <summary>A key names one row: of several in a version the first is taken, and the others are told.</summary>
    private static string RejectRepeated(SourceContract source, string rows)
    {
        var key = string.Join(", ", source.Key.Select(Sql.Identifier));
        var isRepeated = $"_rejection IS NULL AND row_number() OVER (PARTITION BY _commit_version, {key}, _rejection IS NULL ORDER BY src_line) > 1";
        return $"""
            SELECT * EXCLUDE (_rejection, _raw),
                   CASE WHEN {isRepeated} THEN {Sql.Literal($"{source.Key[0]}.repeated_in_version")} ELSE _rejection END AS _rejection,
                   CASE WHEN {isRepeated} THEN CAST(_json AS VARCHAR) ELSE _raw END AS _raw
            FROM ({rows})
            """;
    }

    /// <summary>Applies the staged changes.</summary>
    /// <param name="isWhole">Whether they are all that the source holds: any other row is deleted there.</param>
    public static void Merge(LakeFolder lake, SourceContract source, BronzeTable bronze, long batch, bool isWhole)
    {
        using var connection = WorkbookDatabase.Open();
        var columns = BatchCommits.ColumnsOf(source);
        var table = bronze.OpenOrCreate([.. columns, Column.Boolean(Tombstone)], 0, 0);

        var values = bronze.SourceValues;
        values[Tombstone] = "source._change_type = 'delete'";
        var tombstone = new[] { Tombstone, "ingestion_ts", "src_filename" }.ToDictionary(column => column, column => values[column]);
        // A replayed reject may be older than what came for its key since.
        var isNewer = isWhole ? null : $"{VersionSql("source.src_filename")} >= {VersionSql("target.src_filename")}";
        var merge = new DeltaMerge($"SELECT * FROM read_parquet({LakePath.File(StagedRows.File(lake, source, batch, 0))}, hive_partitioning = false)", bronze.SameKey)
            .WhenMatchedUpdate(tombstone, "source._change_type = 'delete'")
            .WhenMatchedUpdate(values, isNewer)
            .WhenNotMatchedInsert(values);
        if (isWhole)
            merge = merge.WhenNotMatchedBySourceUpdate(new Dictionary<string, string> { [Tombstone] = "true" });
        bronze.Merge(connection, table, merge, batch);
    }

    /// <summary>Rows that the source hasn't deleted; 0 where there is no table.</summary>
    public static long LiveRows(BronzeTable bronze)
    {
        if (!bronze.Exists)
            return 0;
        using var connection = WorkbookDatabase.Open();
        return connection.Scalar<long>($"SELECT count(*) FROM {bronze.Open().Snapshot().ScanSql()} WHERE NOT {Tombstone}");
    }

    /// <summary>Stages changes for <see cref="Merge"/>: the newest of each key.</summary>
    public static void Stage(DuckDBConnection connection, BatchPart part, LakeFolder lake, string changes)
    {
        Directory.CreateDirectory(lake.Journal);
        var source = part.Source;
        var key = string.Join(", ", source.Key.Select(Sql.Identifier));
        // A deleted row that breaks the contract still leaves a tombstone, but for its values.
        var values = BatchCommits.ColumnsOf(source).Select(column => Sql.Identifier(column.Name)).Select(column =>
            source.Key.Any(part => Sql.Identifier(part) == column) ? column : $"CASE WHEN _rejection IS NULL THEN {column} END AS {column}");
        connection.Execute($"""
            COPY (
                SELECT {string.Join(", ", values)}, src_filename, src_line, src_row_hash, dq_flags, {part.IngestionTimestamp}, _change_type
                FROM ({changes})
                WHERE {string.Join(" AND ", source.Key.Select(column => $"{Sql.Identifier(column)} IS NOT NULL"))}
                -- A key that is deleted and inserted by one commit exists after it.
                QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _commit_version DESC, _change_type = 'delete') = 1
            ) TO {LakePath.Target(StagedRows.File(lake, source, part.Batch, 0))} (FORMAT parquet)
            """);
    }

    /// <summary>The version that a file name such as <c>returns@v3</c> ends with.</summary>
    public static string VersionSql(string fileName) => $"CAST(regexp_extract({fileName}, '@v([0-9]+)$', 1) AS BIGINT)";

    private static PartResult Refused(BatchPart part, string reason, Stopwatch clock) => new([],
        [.. part.Files.Select(version => new FileOutcome(version, RawFiles.ContentHash(version.FullPath), 0, 0, reason))],
        new Dictionary<string, long>(), clock.Elapsed.TotalSeconds);

    private static string PathOf(SourceContract source, long version) => $"{source.Path}@v{version}";

    private static long VersionOf(RawFile version) => long.Parse(version.Path[(version.Path.LastIndexOf("@v", StringComparison.Ordinal) + 2)..], CultureInfo.InvariantCulture);
}
