using Workbook.Bronze;
using Workbook.Generation;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Operations.Increments;

/// <summary>Where an increment goes: raw files into a lake, and on through the models.</summary>
/// <param name="Project">The dbt project's folder.</param>
public sealed record IncrementTarget(string Raw, LakeFolder Lake, string Project)
{
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What loading did: which files it took, and which days of which tables are not what they were.</summary>
/// <param name="Files">Raw files that bronze took this time, and no others, by path.</param>
public sealed record IncrementReport(IReadOnlyList<string> Files, IngestionSummary Ingestion, RunSummary Models, LakeDiff Diff)
{
    public bool IsSuccess => Ingestion.IsComplete && Models.IsSuccess;
}

/// <summary>A lake that grows by the day: the next days' deliveries, one of them late, and a proof of what each load changed.</summary>
public static class Increment
{
    /// <summary>Writes the days after all that the raw folder has.</summary>
    /// <param name="late">Adds a file of orders, and one of their lines, that belong to the day before.</param>
    /// <exception cref="WorkbookException">The generator didn't write the folder.</exception>
    public static GenerationSummary Generate(string raw, int days, bool late = false, CancellationToken cancellation = default)
    {
        var state = GenerationState.Read(raw) is { Complete: true } found
            ? found
            : throw new WorkbookException($"{Path.GetFullPath(raw)} holds no complete generated world to continue: {GenerationState.FileName} is missing, or says that it was interrupted. Run 'workbook generate' first.");
        return DataGenerator.Generate(new GenerationOptions
        {
            Seed = state.Seed, Scale = state.Scale, Output = raw, StartDate = NextDay(state), Days = days, Late = late,
        }, cancellation: cancellation);
    }

    /// <summary>Brings bronze, silver and gold up to the raw files, and tells what that changed.</summary>
    public static IncrementReport Load(IncrementTarget target, CancellationToken cancellation = default)
    {
        var before = LakeDigest.Of(target.Lake);
        var known = Manifest(target.Lake);
        var ingestion = BronzeIngestion.Run(new IngestionOptions { Raw = target.Raw, Lake = target.Lake.Path, Time = target.Time }, cancellation: cancellation);
        var models = Build(target, cancellation);
        var files = Manifest(target.Lake).Where(entry => known.GetValueOrDefault(entry.Key) != entry.Value && entry.Value.Status == ManifestEntry.Loaded).Select(entry => entry.Key.Path);
        return new IncrementReport([.. files.Order(StringComparer.Ordinal)], ingestion, models, LakeDiff.Between(before, LakeDigest.Of(target.Lake)));
    }

    /// <summary>Raw files that bronze has, by path.</summary>
    public static IReadOnlyCollection<string> Loaded(LakeFolder lake) =>
        [.. Manifest(lake).Where(entry => entry.Value.Status == ManifestEntry.Loaded).Select(entry => entry.Key.Path)];

    internal static DateOnly NextDay(GenerationState state) => state.Windows.Max(window => window.StartDate.AddDays(window.Days));

    internal static RunSummary Build(IncrementTarget target, CancellationToken cancellation) => ModelRunner.Run(
        ModelProject.Read(RetailProject.Options(target.Project, target.Lake)),
        new RunOptions { ReuseUnchanged = true, ResourceTypes = ["model", "seed", "snapshot"], TargetPath = RetailProject.TargetPath(target.Lake) },
        time: target.Time, cancellation: cancellation);

    private static Dictionary<(string Source, string Path), ManifestEntry> Manifest(LakeFolder lake) =>
        new Manifest(lake.Warehouse).Read().ToDictionary(entry => (entry.Source, entry.Path));
}
