using Workbook.Contracts;
using Workbook.Lake;

namespace Workbook.Operations.Storage;

/// <summary>How a table lies on disk in one format.</summary>
/// <param name="Layer">raw, bronze, silver, gold, rejects, warehouse or other.</param>
/// <param name="Format">csv, jsonl, xlsx, parquet, delta or duckdb.</param>
/// <param name="Files">Data files; Delta's log is not counted.</param>
/// <param name="Bytes">Of the data files.</param>
/// <param name="Rows">Null where nobody counted.</param>
/// <param name="LogBytes">Of a Delta table's log.</param>
/// <param name="OldBytes">Of files that only earlier versions need: what a vacuum can free in time.</param>
/// <param name="Partitions">Folders with values of partition columns; 0 for a table without.</param>
/// <param name="Ratio">How many times smaller than the raw file of the same source; null where there is none.</param>
public sealed record StoredTable(
    string Layer, string Table, string Format, int Files, long Bytes, long? Rows, long LogBytes = 0, long OldBytes = 0, int Partitions = 0, double? Ratio = null)
{
    /// <summary>Of the data files; null where nobody counted rows, or there are none.</summary>
    public double? BytesPerRow => Rows is > 0 and var rows ? (double)Bytes / rows : null;
}

/// <param name="Rule">small_files, large_files, too_many_partitions or high_cardinality_key.</param>
public sealed record StorageFinding(string Layer, string Table, string Rule, string Text);

/// <summary>A layer's bytes on disk. Bronze's Parquet folder has second names for the Delta tables' files, which take no room of their own.</summary>
public sealed record LayerStorageCost(string Layer, int Files, long Bytes, decimal KeepingPerMonth, decimal ReadingPerMonth);

/// <summary>Where the bytes are, what each format makes of the same rows, which rules of thumb are broken, and what a month costs.</summary>
public sealed record StorageReport(IReadOnlyList<StoredTable> Tables, IReadOnlyList<StorageFinding> Findings, IReadOnlyList<LayerStorageCost> Costs, StoragePrices Prices)
{
    /// <summary>Reads file sizes, logs and the manifest; of data files only their footers. Changes nothing.</summary>
    /// <param name="raw">The raw folder; left out where it isn't there.</param>
    public static StorageReport Measure(string raw, LakeFolder lake, IReadOnlyList<SourceContract> sources, StoragePrices? prices = null)
    {
        prices ??= new StoragePrices();
        var tables = StorageScan.Tables(raw, lake, sources);
        return new StorageReport(tables, [.. tables.SelectMany(StorageRules.Check)], [.. tables.GroupBy(table => table.Layer).Select(layer => Cost(layer.Key, [.. layer], prices))], prices);
    }

    private static LayerStorageCost Cost(string layer, IReadOnlyList<StoredTable> tables, StoragePrices prices)
    {
        var own = tables.Where(table => !IsSecondName(table)).ToList();
        var bytes = own.Sum(table => table.Bytes + table.LogBytes + table.OldBytes);
        // Whoever scans reads the files of one name.
        return new LayerStorageCost(layer, own.Sum(table => table.Files), bytes, prices.Keeping(bytes), prices.Reading(own.Sum(table => (long)table.Files)));
    }

    private static bool IsSecondName(StoredTable table) => table is { Layer: "bronze", Format: "parquet" };
}
