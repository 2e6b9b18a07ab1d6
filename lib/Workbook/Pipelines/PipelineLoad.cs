using DuckDB.NET.Data;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>One run of a pipeline: what was left behind first, then each resource through its package into its table.</summary>
internal sealed class PipelineLoad(Pipeline pipeline, DuckDBConnection connection, LakeFolder lake, IProgress<string>? progress, CancellationToken cancel)
{
    private readonly List<LoadedResource> _loads = [];

    public IReadOnlyList<LoadedResource> Run()
    {
        var last = LoadPackage.Newest(lake, pipeline.Name);
        var done = last is { IsFinished: false } ? TakeUp(last) : [];
        if (pipeline.Resources.All(resource => done.ContainsKey(resource.Name)))
            return _loads;

        pipeline.Step("start");
        var package = LoadPackage.Start(lake, pipeline.Name, NextNumber(), pipeline.Time.GetUtcNow().UtcDateTime,
            pipeline.Resources.Select(resource => done.GetValueOrDefault(resource.Name) ?? new PackagedResource(resource.Name, PackageState.Waiting)));
        foreach (var resource in pipeline.Resources.Where(resource => !done.ContainsKey(resource.Name)))
        {
            cancel.ThrowIfCancellationRequested();
            package = package.With(new Extraction(pipeline, connection, lake, resource, progress, cancel).Run(package.RowsOf(resource.Name)));
            package = Load(package, resource);
        }

        Prune();
        return _loads;
    }

    public IReadOnlyList<LoadedResource> Resume()
    {
        if (LoadPackage.Newest(lake, pipeline.Name) is not { } package)
            return [];
        foreach (var left in package.Resources.Where(resource => resource.State is PackageState.Extracted or PackageState.Refused))
        {
            cancel.ThrowIfCancellationRequested();
            package = Load(package, Declared(package, left));
        }

        return _loads;
    }

    /// <summary>Loads what a stopped run extracted.</summary>
    /// <returns>What must not be taken again in this run.</returns>
    private Dictionary<string, PackagedResource> TakeUp(LoadPackage package)
    {
        foreach (var left in package.Resources.Where(resource => resource.State == PackageState.Extracted))
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report(Invariant($"Package {package.Number} holds {left.Rows:N0} rows of '{left.Resource}' that a former run extracted; they are loaded first."));
            package = Load(package, Declared(package, left), isAskedAnew: true);
        }

        return package.Resources.Where(resource => resource.State == PackageState.Loaded && pipeline.Resources.Any(declared => declared.Name == resource.Resource && declared.IsOnceOnly))
            .ToDictionary(resource => resource.Resource);
    }

    /// <param name="isAskedAnew">Rows that are refused don't end the run: their source gives them again.</param>
    private LoadPackage Load(LoadPackage package, Resource resource, bool isAskedAnew = false)
    {
        var started = pipeline.Time.GetUtcNow().UtcDateTime;
        using var load = new ResourceLoad(pipeline, connection, lake, resource, package);
        LoadedResource planned;
        try
        {
            planned = load.Plan();
        }
        catch (WorkbookException fault)
        {
            // Before anything is written; a fault after that leaves the package to be taken up.
            package = package.With(package[resource.Name] with { State = PackageState.Refused, Fault = fault.Message });
            if (!isAskedAnew)
                throw;
            progress?.Report($"Its rows are refused, and the source is asked anew. {fault.Message}");
            return package;
        }

        pipeline.Step($"{resource.Name}: plan");
        package = package.With(package[resource.Name] with { State = PackageState.Extracted, Load = planned, Fault = null });
        var result = load.Commit(planned);
        pipeline.Step($"{resource.Name}: history");
        LoadHistory.Record(lake, pipeline, result, started);
        pipeline.Step($"{resource.Name}: mark");
        _loads.Add(result);
        return package.With(package[resource.Name] with { State = PackageState.Loaded, Load = result });
    }

    private Resource Declared(LoadPackage package, PackagedResource left) => pipeline.Resources.FirstOrDefault(resource => resource.Name == left.Resource) ?? throw new WorkbookException(
        Invariant($"Package {package.Number} of pipeline '{pipeline.Name}' holds {left.Rows:N0} rows of '{left.Resource}' that are not loaded, and the pipeline declares no such resource any more. Declare it again, or delete {package.Folder} to give the rows up."));

    /// <summary>Beyond every package that a table ever took, should their folders be gone.</summary>
    private long NextNumber() => LoadPackage.Numbers(lake, pipeline.Name)
        .Concat(pipeline.Resources.SelectMany(resource => resource.ChildTables.Select(resource.ChildName).Prepend(resource.Name)).Select(lake.BronzeTable).Where(DeltaTable.Exists)
            .Select(table => DeltaTable.Open(table).Snapshot().Transactions.GetValueOrDefault(ResourceLoad.Application(pipeline), 0)))
        .DefaultIfEmpty(0).Max() + 1;

    private void Prune()
    {
        var numbers = LoadPackage.Numbers(lake, pipeline.Name).ToList();
        foreach (var package in LoadPackage.List(lake, pipeline.Name).Where(package => numbers.IndexOf(package.Number) < numbers.Count - Math.Max(1, pipeline.KeptPackages)))
            Directory.Delete(package.Folder, recursive: true);
    }
}
