namespace Workbook.Operations.Storage;

/// <summary>
/// What keeping and reading costs, in one currency of your choice. The defaults are round figures of the size that object
/// storage in a cloud costs, to reckon with; put your own contract's in.
/// </summary>
/// <param name="PerGigabyteMonth">For 10^9 bytes kept a month.</param>
/// <param name="PerThousandReads">For a thousand requests; each file that a scan opens is at least one.</param>
/// <param name="ScansPerDay">How often a day each table is read whole.</param>
public sealed record StoragePrices(decimal PerGigabyteMonth = 0.023m, decimal PerThousandReads = 0.0004m, int ScansPerDay = 24)
{
    private const int DaysInMonth = 30;

    /// <summary>What so many bytes cost in a month.</summary>
    public decimal Keeping(long bytes) => bytes / 1_000_000_000m * PerGigabyteMonth;

    /// <summary>What a month of 30 days costs when so many files are read <see cref="ScansPerDay"/> times a day, a request each.</summary>
    public decimal Reading(long files) => files * ScansPerDay * DaysInMonth / 1_000m * PerThousandReads;

    /// <summary>The three figures in words.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{PerGigabyteMonth} for a gigabyte and month, {PerThousandReads} for a thousand reads, each table read whole {ScansPerDay} times a day");
}
