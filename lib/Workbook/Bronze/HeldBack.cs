using Workbook.Contracts;

namespace Workbook.Bronze;

/// <summary>
/// Deliveries that would take the place of far more rows than they bring are held back as refused: an export that broke off
/// looks just like that. So are those that would overwrite a table by a part of what they should hold.
/// </summary>
internal static class HeldBack
{
    /// <summary>Reads a part, but for the changed files that now hold too little.</summary>
    public static PartResult Read(SourcePlan plan, BatchPart part, IngestionOptions options, CancellationToken cancel)
    {
        var result = PartReader.Read(part, options, cancel);
        if (options.AcceptSmaller || plan.Source is { Format: SourceFormat.Delta } or { Disposition: WriteDisposition.Replace })
            return result;
        var held = result.Outcomes.Where(outcome => outcome.Refusal is null && IsTooSmall(plan, outcome.RowsAccepted, Former(plan, outcome))).ToList();
        if (held.Count == 0)
            return result;

        // Their rows are among those written: once more without them.
        part.Undo();
        var names = held.Select(outcome => outcome.File.Path).ToHashSet(StringComparer.Ordinal);
        var rest = part with { Files = [.. part.Files.Where(file => !names.Contains(file.Path))] };
        var again = rest.Files.Count == 0 ? new PartResult([], [], new Dictionary<string, long>(), 0) : PartReader.Read(rest, options, cancel);
        return again with
        {
            Outcomes = [.. held.Select(outcome => Refused(outcome, TooSmall(plan, outcome.File.Path, outcome.RowsAccepted, Former(plan, outcome)))), .. again.Outcomes],
            Seconds = result.Seconds + again.Seconds,
        };
    }

    /// <summary>Why a batch that overwrites its table must not; null where it may.</summary>
    /// <param name="liveRows">Rows that the table has, where it is a Delta source that comes whole.</param>
    public static string? Fault(SourcePlan plan, IReadOnlyList<FileOutcome> outcomes, long? liveRows, bool acceptSmaller)
    {
        var isReplaced = plan.Source.Disposition == WriteDisposition.Replace;
        if (plan.Overwrites && outcomes.FirstOrDefault(outcome => outcome.Refusal is not null && (isReplaced || Former(plan, outcome) > 0)) is { } broken)
            return $"waits for {broken.File.Path}, which belongs to the same delivery and was refused: a part of a delivery doesn't take the place of what the table holds. Deliver that file again.";
        var former = liveRows ?? (plan.Overwrites && isReplaced ? plan.Known.Values.Sum(entry => entry.Rows) : 0);
        var rows = outcomes.Sum(outcome => outcome.RowsAccepted);
        return !acceptSmaller && IsTooSmall(plan, rows, former) ? TooSmall(plan, "the delivery", rows, former) : null;
    }

    /// <summary>The outcome of a file that nothing is taken of.</summary>
    public static FileOutcome Refused(FileOutcome outcome, string reason) => outcome with { RowsRead = 0, RowsRejected = 0, Rejected = [], Refusal = reason };

    private static long Former(SourcePlan plan, FileOutcome outcome) => plan.Known.GetValueOrDefault(outcome.File.Path)?.Rows ?? 0;

    private static bool IsTooSmall(SourcePlan plan, long rows, long former) => rows < plan.Source.SmallestReplacement * former;

    private static string TooSmall(SourcePlan plan, string what, long rows, long former) => Invariant(
        $"{what} is held back: it has {rows:N0} rows that keep the contract, where {former:N0} were before and at least {plan.Source.SmallestReplacement:0.##%} of them are expected (smallestReplacement of '{plan.Source.Name}'). What bronze has stays. Deliver it again; or, if it is right, ingest it with --accept-smaller.");
}
