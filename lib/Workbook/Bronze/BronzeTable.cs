using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>
/// A source's bronze table: a Delta table whose commits carry the batch number as their transaction, and beside it a
/// folder with the same files as plain Parquet.
/// </summary>
public sealed class BronzeTable(LakeFolder lake, SourceContract source, TimeProvider time)
{
    /// <summary>The Delta transaction's application: its version is the last batch that is in the table.</summary>
    public const string Application = "workbook.bronze";

    /// <summary>Below this a partition's file would be tiny, and the table is not partitioned.</summary>
    private const long SmallestPartition = 32L << 20;

    /// <summary>How many times smaller than its raw text a Parquet file is, roughly.</summary>
    private const int Compression = 5;

    /// <summary>More files than this, and small on average, are merged.</summary>
    private const int ManyFiles = 16;

    /// <summary>
    /// What bronze adds to each row after the contract's columns: its file and line, its hash, the rules that flag it,
    /// and when it came.
    /// </summary>
    public static readonly IReadOnlyList<Column> AuditColumns =
    [
        Column.Text("src_filename"), Column.Int64("src_line"), Column.Int64("src_row_hash"), Column.Text("dq_flags"),
        Column.Timestamp("ingestion_ts"),
    ];

    private string Folder => lake.BronzeTable(source.Name);

    /// <summary>Whether there is a Delta table yet; the source's first batch makes it, even if all its rows are rejected.</summary>
    public bool Exists => DeltaTable.Exists(Folder);

    private DeltaOptions Options => new() { Time = time };

    /// <summary>0 before the first.</summary>
    public long LastBatch => Exists ? Open().Snapshot().Transactions.GetValueOrDefault(Application) : 0;

    /// <summary>Its Delta table.</summary>
    /// <exception cref="WorkbookException">There is none yet.</exception>
    public DeltaTable Open() => DeltaTable.Open(Folder, Options);

    /// <summary>
    /// Creates the table where there is none; partitioned only if its first delivery fills the partitions. One that is there gains
    /// the columns that its contract has gained.
    /// </summary>
    /// <exception cref="WorkbookException">A column has another type there.</exception>
    public DeltaTable OpenOrCreate(IReadOnlyList<Column> columns, long rawBytes, int partitions)
    {
        if (Exists)
            return Fitted(Open(), columns);
        var isLarge = source.Partitions.Count > 0 && rawBytes / Compression / Math.Max(1, partitions) >= SmallestPartition;
        var schema = DeltaSchema.FromSql(columns.Concat(AuditColumns).Select(column => (column.Name, column.Type.SqlName)));
        return DeltaTable.Create(Folder, schema, isLarge ? source.Partitions : [], Options);
    }

    private DeltaTable Fitted(DeltaTable table, IReadOnlyList<Column> columns)
    {
        var found = table.Snapshot().Schema;
        var wanted = DeltaSchema.FromSql(columns.Select(column => (column.Name, column.Type.SqlName))).Fields;
        if (wanted.FirstOrDefault(field => found.Find(field.Name) is { } known && known.Type != field.Type) is { } other)
            throw new WorkbookException($"The column '{other.Name}' of bronze.{source.Name} is {found.Find(other.Name)!.Type.Sql}, but its contract says {other.Type.Sql}: rows of both can't be in one table. Correct the contract, or give the source another name.");
        var gained = wanted.Where(field => found.Find(field.Name) is null).ToList();
        if (gained.Count > 0)
            table.AddColumns(gained);
        return table;
    }

    /// <summary>Where a delivery's part is written.</summary>
    public string DataFile(long batch, int part) => Path.Combine(Folder, $"batch-{batch:D6}-{part:D3}.zstd.parquet");

    /// <summary>Writes a query's rows as this part's files and tells what the log needs to know of them.</summary>
    public IReadOnlyList<AddFile> WritePart(DuckDBConnection connection, DeltaTable table, string select, long batch, int part)
    {
        var snapshot = table.Snapshot();
        var file = DataFile(batch, part);
        var target = snapshot.PartitionColumns.Count == 0
            ? $"{LakePath.Target(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, RETURN_STATS)"
            : $"""
               {LakePath.Target(Folder)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, RETURN_STATS, OVERWRITE_OR_IGNORE,
               PARTITION_BY ({string.Join(", ", snapshot.PartitionColumns.Select(Sql.Identifier))}), FILENAME_PATTERN {Sql.Literal(Path.GetFileNameWithoutExtension(file) + "-{i}")})
               """;
        var written = ParquetFile.Copy(connection, $"COPY ({select}) TO {target}");
        foreach (var empty in written.Where(parquet => parquet.Rows == 0))
            File.Delete(empty.Path);
        return [.. written.Where(parquet => parquet.Rows > 0).Select(parquet => parquet.ToAddFile(
            Folder, snapshot.Schema,
            snapshot.PartitionColumns.ToDictionary(column => column, column => (string?)parquet.PartitionKeys[column]),
            time.GetUtcNow()))];
    }

    /// <summary>Adds the batch's files, takes the rows of superseded raw files out, and records the batch: one commit.</summary>
    /// <param name="overwrite">Takes all rows out, whatever file they came from.</param>
    public void Commit(DeltaTable table, long batch, IReadOnlyList<AddFile> added, IReadOnlyList<string> superseded, string operation, long rows, bool overwrite = false)
    {
        var transaction = table.StartTransaction();
        if (overwrite)
        {
            foreach (var file in transaction.Snapshot.Files)
                transaction.Remove(file);
        }
        else if (superseded.Count > 0)
        {
            using var connection = WorkbookDatabase.Open();
            Supersede(connection, table, transaction, batch, superseded);
        }

        transaction.Add(added);
        transaction.SetTransaction(Application, batch);
        transaction.Commit(operation,
            new Dictionary<string, string?> { ["batch"] = $"{batch}" },
            new Dictionary<string, long> { ["numFiles"] = added.Count, ["numOutputRows"] = rows });
    }

    /// <summary>As <see cref="Commit"/>, by a merge whose columns <see cref="SourceValues"/> gives.</summary>
    internal void Merge(DuckDBConnection connection, DeltaTable table, DeltaMerge merge, long batch)
    {
        table.Merge(connection, merge with { Transaction = TransactionOf(batch) });
        if (LastBatch < batch) // there was nothing to change
            Commit(table, batch, [], [], "MERGE", 0);
    }

    /// <summary>When a row that comes and one that is there are the same.</summary>
    internal string SameKey => string.Join(" AND ", source.Key.Select(Sql.Identifier).Select(column => $"target.{column} = source.{column}"));

    /// <summary>Each column, with what a merge finds of it in the row that comes.</summary>
    internal Dictionary<string, string> SourceValues => BatchCommits.ColumnsOf(source).Concat(AuditColumns).ToDictionary(column => column.Name, column => $"source.{Sql.Identifier(column.Name)}");

    /// <summary>One pass over the names finds the files that hold superseded rows; only those are touched.</summary>
    private void Supersede(DuckDBConnection connection, DeltaTable table, DeltaTransaction transaction, long batch, IReadOnlyList<string> superseded)
    {
        var files = transaction.Snapshot.Files;
        if (files.Count == 0)
            return;
        SupersededFiles.Name(connection, superseded);
        var part = 900;
        foreach (var (file, gone, kept) in SupersededFiles.Count(connection, [.. files.Select(transaction.Snapshot.LocalPath)]))
        {
            if (gone == 0)
                continue;
            transaction.Remove(files[file]);
            if (kept > 0)
                transaction.Add(WritePart(connection, table, $"SELECT * FROM {transaction.Snapshot.ScanSql(candidate => candidate == files[file])} WHERE {SupersededFiles.IsKept}", batch, part++));
        }
    }

    /// <summary>The application and version with which an operation of the Delta chapter records the batch.</summary>
    public static AppTransaction TransactionOf(long batch) => new(Application, batch);

    /// <summary>Removes what a batch that was never committed left behind.</summary>
    public void Undo(long batch) => Delete($"batch-{batch:D6}-*");

    /// <summary>Removes what a part of such a batch has written.</summary>
    internal void Undo(long batch, int part) => Delete($"batch-{batch:D6}-{part:D3}.*");

    private void Delete(string pattern)
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var file in Directory.EnumerateFiles(Folder, pattern, SearchOption.AllDirectories))
            File.Delete(file);
    }

    /// <summary>Merges small files once many increments have brought them.</summary>
    public void Coalesce(DuckDBConnection connection)
    {
        var table = Open();
        var files = table.Snapshot().Files;
        if (files.Count > ManyFiles && files.Average(file => file.Size) < SmallestPartition)
            table.Optimize(connection);
    }

    /// <summary>
    /// Makes the Parquet folder hold just the files of the table's newest version, as second names of the same bytes.
    /// New files come before old ones go: a reader at that moment may see rows twice, never too few.
    /// </summary>
    public long MirrorAsParquet()
    {
        var snapshot = Open().Snapshot();
        var folder = lake.BronzeParquet(source.Name);
        Directory.CreateDirectory(folder);
        var live = snapshot.Files.ToDictionary(
            file => Path.GetFullPath(Path.Combine(folder, Path.GetRelativePath(Folder, snapshot.LocalPath(file)))),
            file => snapshot.LocalPath(file));
        // A file of another size was cut or replaced there: it is no second name of these bytes any more.
        foreach (var (mirror, original) in live.Where(pair => !File.Exists(pair.Key) || new FileInfo(pair.Key).Length != new FileInfo(pair.Value).Length))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(mirror)!);
            File.Delete(mirror);
            LinkOrCopy(original, mirror);
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            if (!live.ContainsKey(Path.GetFullPath(file)))
                File.Delete(file);
        }

        return snapshot.Files.Sum(file => file.Size);
    }

    private static void LinkOrCopy(string original, string mirror)
    {
        try
        {
            HardLink.TryCreate(original, mirror);
        }
        catch (IOException)
        {
            // Whatever reads the folder passes by a name that begins with a dot.
            var unfinished = Path.Combine(Path.GetDirectoryName(mirror)!, $".{Path.GetFileName(mirror)}.copy");
            File.Copy(original, unfinished, overwrite: true);
            File.Move(unfinished, mirror, overwrite: true);
        }
    }
}
