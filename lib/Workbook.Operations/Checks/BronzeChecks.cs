using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Delta;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Checks;

internal static class BronzeChecks
{
    public static IReadOnlyList<string> FilesAreReadable(IncrementTarget target) =>
        [.. BronzeRepair.Check(target.Ingestion).Select(file => $"bronze.{file.Source}: {file.File} can't be read: {file.Reason}")];

    public static IReadOnlyList<string> ParquetEqualsDelta(IncrementTarget target) =>
        [.. BronzeRepair.StaleMirrors(target.Ingestion).Select(source => $"bronze.{source}: the Parquet folder holds other files than version {DeltaTable.Open(target.Lake.BronzeTable(source)).Snapshot().Version} of the Delta table")];

    /// <summary>Rows that replace each other by key can't be counted up, so such sources are left out.</summary>
    public static IReadOnlyList<string> RowsEqualManifest(IncrementTarget target)
    {
        var accepted = new Manifest(target.Lake.Warehouse).Read().GroupBy(entry => entry.Source).ToDictionary(source => source.Key, source => source.Sum(entry => entry.Rows));
        return
        [
            .. target.Project.Sources.Where(source => source.Disposition != WriteDisposition.Merge && DeltaTable.Exists(target.Lake.BronzeTable(source.Name)))
                .Select(source => (source.Name, Expected: accepted.GetValueOrDefault(source.Name), Found: DeltaTable.Open(target.Lake.BronzeTable(source.Name)).Snapshot().Files.Sum(file => file.RecordCount ?? 0)))
                .Where(table => table.Expected != table.Found)
                .Select(table => Invariant($"bronze.{table.Name}: expected {table.Expected:N0} rows by the manifest but found {table.Found:N0}")),
        ];
    }
}
