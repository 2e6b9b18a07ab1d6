using DuckDB.NET.Data;
using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Operations.Storage;

/// <summary>Every table of a lake, and of its raw files, as it lies on disk.</summary>
internal static class StorageScan
{
    public static IReadOnlyList<StoredTable> Tables(string raw, LakeFolder lake, IReadOnlyList<SourceContract> sources)
    {
        using var connection = WorkbookDatabase.Open();
        var rowsOf = new Manifest(lake.Warehouse).Read().GroupBy(entry => entry.Source).ToDictionary(source => source.Key, source => source.Sum(entry => entry.Rows + entry.Rejects));
        var rawTables = sources.Select(source => Raw(raw, source, rowsOf.TryGetValue(source.Name, out var rows) ? rows : null)).OfType<StoredTable>().ToList();
        var rawBytes = rawTables.ToDictionary(table => table.Table, table => table.Bytes);
        return
        [
            .. rawTables,
            .. Folders(lake.BronzeTables).SelectMany(folder => Bronze(folder, lake, rawBytes)),
            .. Folders(lake.Rejects).Select(folder => Parquet(connection, "rejects", Path.GetFileName(folder), Files(folder, "*.parquet"))),
            .. Layer(connection, "silver", lake.Silver),
            .. Layer(connection, "gold", lake.Gold),
            .. File.Exists(lake.Warehouse) ? [new StoredTable("warehouse", "warehouse.duckdb", "duckdb", 1, new FileInfo(lake.Warehouse).Length, null)] : Array.Empty<StoredTable>(),
        ];
    }

    private static StoredTable? Raw(string raw, SourceContract source, long? rows)
    {
        var format = source.Format switch { SourceFormat.JsonLines => "jsonl", _ => source.Format.ToString().ToLowerInvariant() };
        var folder = Path.Combine(raw, source.Path);
        if (source.Format == SourceFormat.Delta)
            return DeltaTable.Exists(folder) ? Delta("raw", source.Name, folder) : null;
        var files = Directory.Exists(raw) ? RawFiles.Find(raw, source) : [];
        return files.Count == 0 ? null : new StoredTable("raw", source.Name, format, files.Count, files.Sum(file => file.Bytes), rows,
            Partitions: source.Path.Contains('=') ? files.Select(file => Path.GetDirectoryName(file.Path)).Distinct().Count() : 0);
    }

    private static IEnumerable<StoredTable> Bronze(string folder, LakeFolder lake, Dictionary<string, long> rawBytes)
    {
        var name = Path.GetFileName(folder);
        if (!DeltaTable.Exists(folder))
            yield break;
        var table = Delta("bronze", name, folder);
        double? ratio = rawBytes.TryGetValue(name, out var bytes) && table.Bytes > 0 ? (double)bytes / table.Bytes : null;
        yield return table with { Ratio = ratio };
        var mirror = Files(lake.BronzeParquet(name), "*.parquet");
        if (mirror.Count > 0)
            yield return new StoredTable("bronze", name, "parquet", mirror.Count, mirror.Sum(file => file.Length), table.Rows, Partitions: table.Partitions, Ratio: ratio);
    }

    private static StoredTable Delta(string layer, string name, string folder)
    {
        var snapshot = DeltaTable.Open(folder).Snapshot();
        var onDisk = Files(folder, "*.parquet").Where(file => !IsLog(file)).Sum(file => file.Length);
        var live = snapshot.Files.Sum(file => file.Size);
        return new StoredTable(layer, name, "delta", snapshot.Files.Count, live, snapshot.Files.Sum(file => file.RecordCount ?? 0),
            Files(folder, "*").Where(IsLog).Sum(file => file.Length), Math.Max(0, onDisk - live),
            snapshot.PartitionColumns.Count == 0 ? 0 : snapshot.Files.Select(file => string.Join('/', snapshot.PartitionColumns.Select(column => file.PartitionValues[column]))).Distinct().Count());
    }

    private static IEnumerable<StoredTable> Layer(DuckDBConnection connection, string layer, string folder) =>
        Folders(folder).Select(table => (Name: Path.GetFileName(table), Files: Files(table, "*.parquet")))
            .Where(table => table.Files.Count > 0 && !table.Name.StartsWith('.'))
            .Select(table => Parquet(connection, layer, table.Name, table.Files));

    private static StoredTable Parquet(DuckDBConnection connection, string layer, string name, List<FileInfo> files) => new(
        layer, name, "parquet", files.Count, files.Sum(file => file.Length),
        files.Count == 0 ? 0 : connection.Scalar<long>($"SELECT CAST(sum(num_rows) AS BIGINT) FROM parquet_file_metadata({LakePath.Files(files.Select(file => file.FullName))})"));

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal) : [];

    private static List<FileInfo> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. new DirectoryInfo(folder).EnumerateFiles(pattern, SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)] : [];

    private static bool IsLog(FileInfo file) => file.FullName.Contains($"{Path.DirectorySeparatorChar}_delta_log{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
