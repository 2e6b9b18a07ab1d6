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

    public decimal Keeping(long bytes) => bytes / 1_000_000_000m * PerGigabyteMonth;

    public decimal Reading(long files) => files * ScansPerDay * DaysInMonth / 1_000m * PerThousandReads;

    public override string ToString() =>
        FormattableString.Invariant($"{PerGigabyteMonth} for a gigabyte and month, {PerThousandReads} for a thousand reads, each table read whole {ScansPerDay} times a day");
}
