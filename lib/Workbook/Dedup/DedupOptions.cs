namespace Workbook.Dedup;

/// <summary>What may differ from run to run of the same model.</summary>
public sealed record DedupOptions
{
    /// <summary>For the tables of the result, which are replaced; created if it is missing.</summary>
    public string Schema { get; init; } = "dedup";

    /// <summary>Null takes the model's.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// A relation like <see cref="DedupTables.Clusters"/> from an earlier run: only records that it doesn't have are
    /// matched, with one another and with all others, and keys stay as they are. The input must have the earlier records,
    /// too. To match a record again that has changed, leave it out here.
    /// </summary>
    public string? Known { get; init; }

    /// <summary>More pairs than this are refused before any is compared.</summary>
    public long MaxPairs { get; init; } = 100_000_000;

    /// <summary>Pairs with a lower score aren't stored; they are most of all.</summary>
    public double Keep { get; init; } = 0.01;
}
