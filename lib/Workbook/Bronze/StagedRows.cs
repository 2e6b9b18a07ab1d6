using Workbook.Contracts;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>Rows on their way into a table by key: Parquet files beside the journal, gone when their batch is in or given up.</summary>
internal static class StagedRows
{
    public static string File(LakeFolder lake, SourceContract source, long batch, int part) =>
        Path.Combine(lake.Journal, $"{source.Name}-{batch:D6}-{part:D3}.parquet");

    public static IReadOnlyList<string> Files(LakeFolder lake, SourceContract source, long batch) => Directory.Exists(lake.Journal)
        ? [.. Directory.EnumerateFiles(lake.Journal, $"{source.Name}-{batch:D6}-*.parquet").Order(StringComparer.Ordinal)]
        : [];

    public static void Undo(LakeFolder lake, SourceContract source, long batch)
    {
        foreach (var file in Files(lake, source, batch))
            System.IO.File.Delete(file);
    }
}
