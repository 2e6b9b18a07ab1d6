using Workbook.Bronze;
using Workbook.Models.Running;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Backfill;

/// <summary>When some days are fit to take the place of what the lake has.</summary>
internal static class BackfillRules
{
    public static IEnumerable<string> Faults(
        IReadOnlyList<BackfillDay> days, HashSet<string> files, IngestionSummary ingestion, RunSummary? models, IReadOnlyList<ManifestEntry> after, LakeDiff diff)
    {
        foreach (var refused in ingestion.Refused.Where(refused => files.Contains(refused.File)))
            yield return $"{refused.File} was refused: {refused.Reason}";
        foreach (var file in files.Except(after.Where(entry => entry.Status == ManifestEntry.Loaded).Select(entry => entry.Path)).Except(ingestion.Refused.Select(refused => refused.File)).Order(StringComparer.Ordinal))
            yield return $"{file} was not loaded";
        foreach (var failed in (models?.Results ?? []).Where(result => result.Status is NodeStatus.Error or NodeStatus.Fail))
            yield return $"{failed.Node.Name} failed: {failed.Message}";
        // What depends on a day may reach further, such as a parcel that is sent later; bronze may not.
        foreach (var day in diff.Days("bronze.").Except(days.Select(day => day.Day)))
            yield return Invariant($"bronze changed on {day:yyyy-MM-dd}, which is not among the days that were taken");
    }
}
