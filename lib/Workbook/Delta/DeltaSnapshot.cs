using Workbook.Delta.Data;
using Workbook.Delta.Log;

namespace Workbook.Delta;

/// <summary>The table as of one version. It stays as it is whatever is committed later, until a vacuum takes its files.</summary>
public sealed class DeltaSnapshot
{
    internal DeltaSnapshot(string tablePath, long version, DateTimeOffset timestamp, DeltaProtocol protocol, DeltaMetadata metadata, LogState state, string partitionTimeZone)
    {
        TablePath = tablePath;
        Version = version;
        Timestamp = timestamp;
        Protocol = protocol;
        Metadata = metadata;
        State = state;
        PartitionTimeZone = partitionTimeZone;
        Schema = DeltaSchema.Parse(metadata.SchemaString!);
        Files = [.. state.Live.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>The table's folder, absolute.</summary>
    public string TablePath { get; }

    /// <summary>Counted from 0, the version that created the table.</summary>
    public long Version { get; }

    /// <summary>When it was committed: by the commit's own clock, else by its log file's.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>What this version asks of its readers and writers; this library can read it.</summary>
    public DeltaProtocol Protocol { get; }

    /// <summary>As of this version; the schema is in it as JSON, and parsed in <see cref="Schema"/>.</summary>
    public DeltaMetadata Metadata { get; }

    /// <summary>Of this version's rows; files that are older may lack columns.</summary>
    public DeltaSchema Schema { get; }

    /// <summary>From the outer folder to the inner one; empty for a table without partitions.</summary>
    public IReadOnlyList<string> PartitionColumns => Metadata.PartitionColumns;

    /// <summary>The live data files, by path.</summary>
    public IReadOnlyList<AddFile> Files { get; }

    /// <summary>For each application the newest version that it committed; see <see cref="DeltaTransaction.SetTransaction"/>.</summary>
    public IReadOnlyDictionary<string, long> Transactions =>
        State.Transactions.ToDictionary(entry => entry.Key, entry => entry.Value.Version, StringComparer.Ordinal);

    internal LogState State { get; }

    internal string PartitionTimeZone { get; }

    /// <summary>
    /// A parenthesised SELECT over the live files, usable wherever SQL takes a relation: the schema's columns in its order
    /// and with its types, partition columns included, NULL where a file is older than a column. Rows have no order.
    /// The connection's TimeZone must be UTC (as <c>WorkbookDatabase</c> sets it) for files with Spark's old INT96 timestamps.
    /// </summary>
    /// <param name="keep">Leaves out files that can't matter, judged by partition values or statistics.</param>
    public string ScanSql(Func<AddFile, bool>? keep = null) =>
        Scan.Relation(this, keep is null ? Files : [.. Files.Where(keep)]);

    internal DeltaField Column(string name) => Schema.Find(name) ?? throw new WorkbookException(
        $"Delta table '{TablePath}' has no column '{name}'. It has: {string.Join(", ", Schema.Fields.Select(field => field.Name))}.");

    /// <summary>Where the file lies on this machine.</summary>
    public string LocalPath(AddFile file) => FilePath.OnDisk(TablePath, file.Path);
}
