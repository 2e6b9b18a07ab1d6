namespace Workbook.Operations.Storage;

/// <summary>Rules of thumb for files that are read by scans.</summary>
internal static class StorageRules
{
    private const long Smallest = 100_000_000;
    private const long Target = 128_000_000;
    private const long Largest = 1_000_000_000;
    private const int FewPartitions = 10;
    private const int MaxPartitions = 10_000;

    /// <summary>A table that is small altogether can't have large files; one file of any size is as good as it gets.</summary>
    public static IEnumerable<StorageFinding> Check(StoredTable table)
    {
        var average = table.Bytes / Math.Max(1, table.Files);
        if (table.Files > 1 && average < Smallest)
        {
            var enough = Math.Max(1, (int)Math.Ceiling(table.Bytes / (double)Target));
            var remedy = table switch
            {
                { Layer: "raw" } => Invariant($"about {enough:N0} would hold them; bronze packs what is delivered so"),
                { Format: "delta" } => Invariant($"'workbook delta optimize' packs it into about {enough:N0}"),
                _ => Invariant($"about {enough:N0} would do"),
            };
            yield return Finding(table, "small_files", Invariant($"{table.Files:N0} files of {Size(average)} on average, expected 100 MB to 1 GB: {remedy}."));
        }

        if (average > Largest)
            yield return Finding(table, "large_files", Invariant($"{table.Files:N0} files of {Size(average)} on average, expected at most 1 GB: a reader can't skip within a file as it can skip files."));
        if (table.Partitions > MaxPartitions)
            yield return Finding(table, "too_many_partitions", Invariant($"{table.Partitions:N0} partitions, expected at most {MaxPartitions:N0}: listing them costs more than they save. Partition by a coarser column, such as the month."));
        // A key of too many values shows in partitions that hold next to nothing. How raw files are cut is not ours to choose.
        if (table.Layer != "raw" && table.Partitions > FewPartitions && table.Bytes / table.Partitions < Smallest / 100)
            yield return Finding(table, "high_cardinality_key", Invariant($"{table.Partitions:N0} partitions of {Size(table.Bytes / table.Partitions)}: the partition key has too many values for this many rows. Drop it, or take a coarser one; statistics let readers skip row groups all the same."));
    }

    private static StorageFinding Finding(StoredTable table, string rule, string text) => new(table.Layer, $"{table.Table} ({table.Format})", rule, text);

    private static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => FormattableString.Invariant($"{bytes / 1e3:0.#} KB"),
        < 1_000_000_000 => FormattableString.Invariant($"{bytes / 1e6:0.#} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:0.##} GB"),
    };
}
