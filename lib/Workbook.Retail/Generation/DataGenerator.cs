using System.Collections.Concurrent;
using System.Diagnostics;
using Workbook.Contracts;
using Workbook.Generation;
using Workbook.Retail.Generation.Sources;

namespace Workbook.Retail.Generation;

/// <summary>What was written for one source.</summary>
public sealed record GeneratedSource(string Source, long Rows, long Bytes, int Files);

/// <summary>What was written in all.</summary>
public sealed record GenerationSummary(IReadOnlyList<GeneratedSource> Sources, TimeSpan Elapsed)
{
    /// <summary>Of all sources, faulty and repeated ones among them.</summary>
    public long Rows => Sources.Sum(source => source.Rows);

    /// <summary>Of all files of the sources.</summary>
    public long Bytes => Sources.Sum(source => source.Bytes);
}

/// <summary>
/// Writes the retailer's eleven raw sources with faults planted on purpose, and a ledger that names each of them.
/// Every file is a pure function of (seed, scale, window): units of work run on all threads, and whichever runs first
/// changes nothing. No table is ever held in memory.
/// </summary>
public static class DataGenerator
{
    /// <summary>
    /// A window that begins after all earlier ones of the same seed and scale adds to the folder; any other replaces what
    /// the generator wrote there. Interrupted, it leaves the folder marked as incomplete, and the next run starts it afresh.
    /// </summary>
    /// <exception cref="WorkbookException">Options out of range, or the folder holds files of another origin.</exception>
    public static GenerationSummary Generate(
        GenerationOptions options, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        options.Validate();
        var clock = Stopwatch.StartNew();
        var sources = RetailSources.Select(options.Tables);
        var state = GenerationState.Read(options.Output);
        var continues = state?.IsContinuedBy(options) ?? false;
        var world = new World(options, continues);
        if (!continues)
            RawFolder.RemoveSources(options.Output, sources, state);
        NewState(options, continues ? state : null, complete: false).Write(options.Output);

        var units = Schedule(world, sources);
        var results = Run(units, world, sources, continues, progress, cancel);
        NewState(options, continues ? state : null, complete: true).Write(options.Output);
        return new GenerationSummary(
            [.. sources.Select(source => Sum(source, units, results))],
            clock.Elapsed);
    }

    /// <summary>Writes the days after all that the raw folder has, of the same seed and scale.</summary>
    /// <param name="late">Adds a file of orders, and one of their lines, that belong to the day before.</param>
    /// <exception cref="WorkbookException">The generator didn't write the folder.</exception>
    public static GenerationSummary Continue(string raw, int days, bool late = false, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default)
    {
        var state = GenerationState.Read(raw) is { Complete: true } found
            ? found
            : throw new WorkbookException($"{Path.GetFullPath(raw)} holds no complete generated world to continue: {GenerationState.FileName} is missing, or says that it was interrupted. Run 'workbook generate' first.");
        return Generate(new GenerationOptions { Seed = state.Seed, Scale = state.Scale, Output = raw, StartDate = state.NextDay, Days = days, Late = late }, progress, cancel);
    }

    private static GenerationState NewState(GenerationOptions options, GenerationState? earlier, bool complete) =>
        new(options.Seed, options.Scale, complete, [.. earlier?.Windows ?? [], GenerationState.WindowOf(options)]);

    private static List<GenerationUnit> Schedule(World world, IReadOnlyList<SourceContract> sources)
    {
        var names = new NamePools(world.Seed);
        var units = new List<GenerationUnit>();
        units.AddRange(CustomerFile.Units(world, names));
        units.AddRange(ReturnsTable.Units(world));
        units.AddRange(ExchangeRateWorkbook.Units(world));
        units.AddRange(ProductFile.Units(world));
        units.AddRange(ShipmentFiles.Units(world));
        units.AddRange(SensorFiles.Units(world));
        units.AddRange(EventFiles.Units(world));
        units.AddRange(OrderFiles.Lines(world));
        units.AddRange(OrderFiles.Headers(world));
        units.AddRange(PartnerFiles.Stores(world, names));
        units.AddRange(PartnerFiles.Suppliers(world, names));
        return [.. units.Where(unit => sources.Contains(unit.Source))];
    }

    private static UnitResult[] Run(
        List<GenerationUnit> units, World world, IReadOnlyList<SourceContract> sources, bool continues,
        IProgress<GenerationProgress>? progress, CancellationToken cancel)
    {
        var results = new UnitResult[units.Count];
        var expected = units.GroupBy(unit => unit.Source).ToDictionary(group => group.Key, group => group.Sum(unit => unit.Rows));
        var done = new ConcurrentDictionary<SourceContract, long>();
        using var ledger = AnomalyLedger.Open(world.Options.Output, keep: source => continues || !sources.Any(written => written.Name == source));
        // One unit at a time to each thread: they differ too much in size to be dealt out in batches.
        var queue = Partitioner.Create(Enumerable.Range(0, units.Count), EnumerablePartitionerOptions.NoBuffering);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = world.Options.Threads, CancellationToken = cancel };
        try
        {
            Parallel.ForEach(queue, parallel, index =>
            {
                var page = new LedgerPage();
                results[index] = units[index].Write(page, cancel);
                ledger.Complete(index, page);
                var source = units[index].Source;
                var rows = done.AddOrUpdate(source, results[index].Rows, (_, before) => before + results[index].Rows);
                progress?.Report(new GenerationProgress(source.Name, rows, expected[source]));
            });
        }
        catch (AggregateException faults) when (faults.InnerExceptions.FirstOrDefault(fault => fault is IOException or UnauthorizedAccessException) is { } fault)
        {
            throw new WorkbookException($"Generation stopped, the folder is incomplete: {fault.Message} Make room or choose another folder (--out), then run it again.", fault);
        }
        catch (AggregateException faults) when (faults.InnerExceptions.OfType<WorkbookException>().FirstOrDefault() is { } fault)
        {
            throw new WorkbookException(fault.Message, fault);
        }

        ledger.Complete();
        return results;
    }

    private static GeneratedSource Sum(SourceContract source, List<GenerationUnit> units, UnitResult[] results)
    {
        var own = Enumerable.Range(0, units.Count).Where(index => units[index].Source == source).Select(index => results[index]).ToList();
        return new GeneratedSource(source.Name, own.Sum(result => result.Rows), own.Sum(result => result.Bytes), own.Count);
    }
}
