using Workbook.Bronze;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Running;

namespace Workbook.Operations.Increments;

/// <summary>Where an increment goes: raw files into a lake, and on through the models.</summary>
public sealed record IncrementTarget(string Raw, LakeFolder Lake, LakehouseProject Project)
{
    /// <summary>The clock of the load and of the models.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal IngestionOptions Ingestion => new() { Raw = Raw, Lake = Lake.Path, Sources = Project.Sources, Time = Time };
}

/// <summary>What loading did: which files it took, and which days of which tables are not what they were.</summary>
/// <param name="Files">Raw files that bronze took this time, and no others, by path.</param>
public sealed record IncrementReport(IReadOnlyList<string> Files, IngestionSummary Ingestion, RunSummary Models, LakeDiff Diff)
{
    /// <summary>Whether no file was refused and no model failed.</summary>
    public bool IsSuccess => Ingestion.IsComplete && Models.IsSuccess;
}

/// <summary>A lake that grows by the day: what each load brought, and a proof of what it changed.</summary>
public static class Increment
{
    /// <summary>Brings bronze, silver and gold up to the raw files, and tells what that changed.</summary>
    public static IncrementReport Load(IncrementTarget target, CancellationToken cancel = default)
    {
        var before = LakeDigest.Of(target.Lake, target.Project);
        var known = Manifest(target.Lake);
        var ingestion = BronzeIngestion.Run(target.Ingestion, cancel: cancel);
        var models = Build(target, cancel);
        var files = Manifest(target.Lake).Where(entry => known.GetValueOrDefault(entry.Key) != entry.Value && entry.Value.Status == ManifestEntry.Loaded).Select(entry => entry.Key.Path);
        return new IncrementReport([.. files.Order(StringComparer.Ordinal)], ingestion, models, LakeDiff.Between(before, LakeDigest.Of(target.Lake, target.Project)));
    }

    /// <summary>Raw files that bronze has, by path.</summary>
    public static IReadOnlyCollection<string> Loaded(LakeFolder lake) =>
        [.. Manifest(lake).Where(entry => entry.Value.Status == ManifestEntry.Loaded).Select(entry => entry.Key.Path)];

    internal static RunSummary Build(IncrementTarget target, CancellationToken cancel) => ModelRunner.Run(
        target.Project.ModelsIn(target.Lake),
        new ModelRunOptions { ReuseUnchanged = true, ResourceTypes = ["model", "seed", "snapshot"], TargetPath = target.Lake.Artifacts },
        time: target.Time, cancel: cancel);

    private static Dictionary<(string Source, string Path), ManifestEntry> Manifest(LakeFolder lake) =>
        new Manifest(lake.Warehouse).Read().ToDictionary(entry => (entry.Source, entry.Path));
}
