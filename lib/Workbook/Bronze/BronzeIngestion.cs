using System.Collections.Concurrent;
using Workbook.Contracts;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>
/// Raw files become bronze tables: every row is checked against its contract, and is then either in the table or among
/// the rejects. A file whose content is known is skipped; a changed one takes the place of its former rows. The Delta
/// commit is the one moment at which a batch comes to be; a run killed before or after it is mended by the next.
/// </summary>
public static class BronzeIngestion
{
    /// <exception cref="WorkbookException">Nothing could be begun, or the run had to stop; what was committed stays.</exception>
    public static IngestionSummary Run(
        IngestionOptions options, IProgress<IngestionProgress>? progress = null, CancellationToken cancel = default)
    {
        var started = options.Time.GetTimestamp();
        if (!Directory.Exists(options.Raw))
            throw new WorkbookException($"The raw folder {options.Raw} does not exist. Generate it (workbook generate) or name another (--raw).");

        using var writer = options.DryRun ? null : RunLock.Take(options.Folder, options.LockWait, options.Waiting, cancel);
        var commits = new BatchCommits(options);
        if (!options.DryRun)
            commits.Recover();

        var plans = IngestionPlan.Make(options, cancel);
        if (plans.All(plan => plan.Found == 0))
            throw new WorkbookException($"The raw folder {options.Raw} holds no file of any source: {string.Join(", ", options.Sources.Select(source => source.Path))}. Generate it (workbook generate) or name another (--raw).");
        var results = new ConcurrentDictionary<string, SourceTally>();
        if (!options.DryRun)
            LakeContracts.Keep(options.Folder, plans.Where(plan => plan.Gained.Count > 0).Select(plan => plan.Source));
        foreach (var plan in plans)
            results[plan.Source.Name] = new SourceTally(plan);

        if (options is { Prune: true, DryRun: false })
        {
            foreach (var plan in plans.Where(plan => plan is { Vanished.Count: > 0, Overwrites: false }))
                commits.Remove(plan.Source, plan.Vanished);
        }

        for (var round = 0; plans.Any(plan => plan.Batches.Count > round); round++)
            RunRound(options, commits, [.. plans.Where(plan => plan.Batches.Count > round)], round, results, progress, cancel);

        return new IngestionSummary(
            [.. plans.Select(plan => results[plan.Source.Name].ToIngested())],
            [.. plans.SelectMany(plan => results[plan.Source.Name].Refused.Concat(plan.Strays.Select(file => Unmatched(plan.Source, file))))],
            [.. plans.SelectMany(plan => Notices(plan, options, results[plan.Source.Name]).Concat(Changes(plan, results[plan.Source.Name])).Concat(plan.Gained).Concat(results[plan.Source.Name].Notes.Order(StringComparer.Ordinal)))],
            options.Time.GetElapsedTime(started))
        {
            Contracts = [.. plans.Select(plan => plan.Source)],
            Files = [.. plans.SelectMany(plan => results[plan.Source.Name].Ingested.OrderBy(file => file.File, StringComparer.Ordinal))],
        };
    }

    /// <summary>One batch of each source: parts of all of them share the workers, the largest first.</summary>
    private static void RunRound(
        IngestionOptions options, BatchCommits commits, IReadOnlyList<SourcePlan> plans, int round,
        ConcurrentDictionary<string, SourceTally> results, IProgress<IngestionProgress>? progress, CancellationToken cancel)
    {
        var batches = plans.Select(plan => commits.Begin(plan, plan.Batches[round], options.PartBytes)).ToList();
        var work = batches.SelectMany(batch => batch.Parts.Select(part => (Batch: batch, Part: part))).OrderByDescending(item => item.Part.Bytes).ToList();
        var queue = Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering);
        try
        {
            Parallel.ForEach(queue, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel }, item =>
            {
                var (batch, part) = item;
                var tally = results[part.Source.Name];
                var result = HeldBack.Read(batch.Plan, part, options, cancel);
                tally.Read(result);
                progress?.Report(tally.ToProgress());
                if (batch.Complete(part, result))
                    tally.Settle(commits.Commit(batch, options.AcceptSmaller), batch.Results);
            });
        }
        catch (Exception fault) when (fault is AggregateException or OperationCanceledException)
        {
            foreach (var batch in batches.Where(batch => !batch.IsCommitted))
                commits.Undo(batch);
            if (fault is OperationCanceledException)
                throw;
            throw ErrorOf(((AggregateException)fault).Flatten().InnerExceptions);
        }
    }

    private static RefusedFile Unmatched(SourceContract source, string file) => new(source.Name, file,
        $"{file} lies among the files of '{source.Name}', but its path doesn't match {source.Path}. Rename or unpack it, or move it out of the raw folder.");

    private static IEnumerable<string> Notices(SourcePlan plan, IngestionOptions options, SourceTally tally)
    {
        // A batch that would have overwritten the table, and was refused, took nothing out.
        var isPruned = options.Prune && !(plan.Overwrites && tally.Refused.Count > 0);
        if (plan.Found == 0)
            yield return $"{plan.Source.Name}: no file {plan.Source.Path} below {options.Raw}; {(options.Prune ? "it has no rows any more" : "the source is left as it is")}.";
        else if (plan.Vanished.Count > 0)
            yield return Invariant($"{plan.Source.Name}: {plan.Vanished.Count:N0} files are gone from {options.Raw}, the first {plan.Vanished[0].Path}; their {plan.Vanished.Sum(file => file.Rows):N0} rows {(isPruned ? "were taken out of" : "stay in")} bronze{(options.Prune ? "" : " (--prune takes them out)")}.");
    }

    private static IEnumerable<string> Changes(SourcePlan plan, SourceTally tally)
    {
        var refused = tally.Refused.Select(file => file.File).ToHashSet(StringComparer.Ordinal);
        var changed = plan.Changed.Where(file => !refused.Contains(file.Path)).ToList();
        if (changed.Count > 0)
            yield return Invariant($"{plan.Source.Name}: {changed.Count:N0} files have changed, the first {changed[0].Path}; what they hold now takes the place of {changed.Sum(file => file.Rows):N0} rows.");
        else if (plan is { Overwrites: true, Changed.Count: 0, Known.Count: > 0, Source.Disposition: WriteDisposition.Replace } && refused.Count == 0)
            yield return Invariant($"{plan.Source.Name}: {plan.Batches[0][0].Path} takes the place of {plan.Known.Values.Sum(file => file.Rows):N0} rows of earlier deliveries.");
        if (plan.Older.Count > 0)
            yield return Invariant($"{plan.Source.Name}: {plan.Older.Count:N0} older deliveries were left out, the first {plan.Older[0].Path}: the table holds what the newest holds.");
    }

    private static Exception ErrorOf(IReadOnlyCollection<Exception> faults)
    {
        var first = faults.FirstOrDefault(fault => fault is OperationCanceledException) ?? faults.First();
        return first is OperationCanceledException or WorkbookException
            ? first
            : new WorkbookException($"Ingestion stopped before its end: {first.Message} What was committed before stays; run it again to continue.", first);
    }
}
