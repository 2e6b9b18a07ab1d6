using Workbook.Bronze;
using Workbook.Lake;
using Workbook.Models.Running;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Backfill;

/// <summary>How to take days anew.</summary>
public sealed record BackfillOptions
{
    /// <summary>Days that are loaded and built together; each such step is validated by itself.</summary>
    public int DaysAtOnce { get; init; } = 7;
}

/// <summary>Some days, done aside.</summary>
/// <param name="Faults">Why they are not valid; none when they are.</param>
/// <param name="KeysWithdrawn">Keys that the files had and no longer have.</param>
/// <param name="Diff">What they changed.</param>
public sealed record BackfillStep(DateOnly From, DateOnly To, int Files, long RowsBefore, long RowsAfter, long KeysWithdrawn, LakeDiff Diff, IReadOnlyList<string> Faults, TimeSpan Elapsed);

/// <param name="PreviousLake">Where the lake as it was lies now; null where nothing was swapped.</param>
/// <param name="FailedLake">Where the lake that was not good enough lies, to be looked at; null where it took the lake's place.</param>
public sealed record BackfillReport(BackfillPlan Plan, IReadOnlyList<BackfillStep> Steps, string? PreviousLake, string? FailedLake)
{
    /// <summary>Whether the copy took the lake's place; otherwise the lake is as it was.</summary>
    public bool IsSwapped => PreviousLake is not null;

    /// <summary>Of all steps; the step that has some was the last.</summary>
    public IReadOnlyList<string> Faults => [.. Steps.SelectMany(step => step.Faults)];
}

/// <summary>
/// Takes days anew through all layers, as the raw files and the models are now. All of it happens in a copy beside the lake,
/// which is read and written as usual meanwhile; newest days first, each step validated. Only when all are valid does the copy
/// take the lake's place, by two renames, after which its views name the lake; had somebody written to the lake since, it does not. Every step is a line in
/// <c>_backfill/log.jsonl</c> of the lake.
/// </summary>
public static class BackfillRun
{
    /// <exception cref="WorkbookException">It could not begin, or the lake was written to meanwhile; the lake is as it was.</exception>
    public static BackfillReport Run(
        IncrementTarget target, BackfillPlan plan, BackfillOptions? options = null, IProgress<BackfillStep>? progress = null, CancellationToken cancel = default)
    {
        options ??= new BackfillOptions();
        if (options.DaysAtOnce < 1)
            throw new WorkbookException($"A backfill takes at least 1 day at once, but {options.DaysAtOnce} were asked for.");
        var log = new BackfillLog(target);
        var aside = BackfillSwap.ClearFailedLake(target.Lake);
        var stamp = LakeStamp.Of(target.Lake);
        log.Write("copied", new { plan.From, plan.To, plan.Sources, days = plan.Days.Count, aside });
        LakeCopy.Make(target.Lake.Path, aside);
        var copy = target with { Lake = new LakeFolder(aside) };
        // The copy's own views name its folder; with them built, what the steps change is the backfill's doing alone.
        Increment.Build(copy, cancel);

        var steps = new List<BackfillStep>();
        foreach (var days in plan.Days.Chunk(options.DaysAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            var step = Step(copy, plan.Sources, days, cancel);
            steps.Add(step);
            progress?.Report(step);
            log.Write(step.Faults.Count == 0 ? "validated" : "refused", new
            {
                step.From, step.To, step.Files, rows_before = step.RowsBefore, rows_after = step.RowsAfter, keys_withdrawn = step.KeysWithdrawn, step.Faults, seconds = step.Elapsed.TotalSeconds,
                changed = step.Diff.Changes.Select(change => new { change.Table, change.Day, rows_before = change.RowsBefore, rows_after = change.RowsAfter }),
            });
            if (step.Faults.Count > 0)
                return new BackfillReport(plan, steps, null, aside);
        }

        if (LakeStamp.Of(target.Lake) != stamp)
        {
            log.Write("refused", new { reason = "the lake was written to meanwhile" });
            throw new WorkbookException($"The lake {target.Lake.Path} was written to while the backfill was at work, so it was not swapped for {aside}: what was written would be lost. Run the backfill again when nothing else runs.");
        }

        var former = BackfillSwap.Swap(target, aside, log);
        return new BackfillReport(plan, steps, former, null);
    }

    private static BackfillStep Step(IncrementTarget copy, IReadOnlyList<string> sources, BackfillDay[] days, CancellationToken cancel)
    {
        var start = copy.Time.GetTimestamp();
        var files = days.SelectMany(day => day.Files).ToHashSet(StringComparer.Ordinal);
        var manifest = new Manifest(copy.Lake.Warehouse);
        var before = LakeDigest.Of(copy.Lake, copy.Project);
        var versions = WithdrawnKeys.Versions(copy, sources);
        manifest.Put([.. manifest.Read().Where(entry => files.Contains(entry.Path)).Select(entry => entry with { Status = ManifestEntry.Reload, Message = "taken anew by a backfill" })]);
        // Other files of the raw folder stay out, however new: they are not in the scope.
        var ingestion = BronzeIngestion.Run(copy.Ingestion with { Raw = BackfillRaw.Only(copy, files) }, cancel: cancel);
        var withdrawn = WithdrawnKeys.Since(copy, versions);
        // Days that are refused already need no models.
        var models = ingestion.Refused.Count > 0 ? null : Build(copy, withdrawn.Keys, cancel);
        var after = manifest.Read().Where(entry => files.Contains(entry.Path)).ToList();
        var diff = LakeDiff.Between(before, LakeDigest.Of(copy.Lake, copy.Project));
        return new BackfillStep(
            days[^1].Day, days[0].Day, files.Count, days.Sum(day => day.Rows), after.Sum(entry => entry.Rows + entry.Rejects), withdrawn.Values.Sum(), diff,
            [.. BackfillRules.Faults(days, files, ingestion, models, after, diff)], copy.Time.GetElapsedTime(start));
    }

    /// <summary>All that changed, with its tests; what reads a source that took keys back is built in full before.</summary>
    private static RunSummary Build(IncrementTarget copy, IEnumerable<string> withdrawn, CancellationToken cancel)
    {
        var project = copy.Project.ModelsIn(copy.Lake);
        var target = copy.Lake.Artifacts;
        var anew = withdrawn.Select(source => $"source:bronze.{source}+").ToList();
        if (anew.Count > 0)
            ModelRunner.Run(project, new ModelRunOptions { Command = "run", FullRefresh = true, Select = anew, TargetPath = target }, time: copy.Time, cancel: cancel);
        return ModelRunner.Run(project, new ModelRunOptions { ReuseUnchanged = true, TargetPath = target }, time: copy.Time, cancel: cancel);
    }
}
