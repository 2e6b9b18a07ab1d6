using Workbook.Bronze;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Drills;

/// <summary>The copy that is broken and mended. Its recoveries are the library calls behind the commands that the runbook names.</summary>
public sealed class DrillLake(string folder, LakehouseProject project, bool withTests, TimeProvider time, CancellationToken cancel)
{
    /// <summary>How many days <see cref="Deliver"/> brings.</summary>
    public const int NewDays = 2;

    /// <summary>The copy's raw folder.</summary>
    public string Raw => Path.Combine(folder, "raw");

    /// <summary>The copy's lake.</summary>
    public LakeFolder Lake => new(Path.Combine(folder, "lake"));

    /// <summary>Its dbt project is a copy, so that models can be broken, too.</summary>
    public LakehouseProject Project => project with { ModelsFolder = Path.Combine(folder, "dbt") };

    /// <summary>Where a drill may put a copy of the warehouse; not there when it begins.</summary>
    public string Backup => Path.Combine(folder, "backup.duckdb");

    /// <summary>The clock of all that is done to the copy.</summary>
    public TimeProvider Time => time;

    /// <summary>The copy, for checks and loads.</summary>
    public IncrementTarget Target => new(Raw, Lake, Project) { Time = time };

    /// <summary>Two more days arrive, with a file that is late.</summary>
    /// <exception cref="WorkbookException">The project has no simulated deliveries.</exception>
    public void Deliver()
    {
        if (project.Deliver is null)
            throw new WorkbookException($"The drill needs new days, and the lakehouse '{project.Name}' has nothing that makes them: set {nameof(LakehouseProject)}.{nameof(LakehouseProject.Deliver)}.");
        project.Deliver(Raw, NewDays, true, cancel);
    }

    /// <summary><c>workbook ingest</c>.</summary>
    public void Ingest() => BronzeIngestion.Run(Target.Ingestion, cancel: cancel);

    /// <summary><c>workbook repair</c>.</summary>
    public void Repair() => BronzeRepair.Run(Target.Ingestion, cancel: cancel);

    /// <summary><c>workbook dbt build --changed</c>, or with a selection and without <c>--changed</c>.</summary>
    public RunSummary Build(params string[] select) => ModelRunner.Run(
        Models(),
        new ModelRunOptions { ReuseUnchanged = select.Length == 0, Select = select, ResourceTypes = withTests ? [] : ["model", "seed", "snapshot"], TargetPath = Lake.Artifacts },
        time: time, cancel: cancel);

    /// <summary><c>workbook dbt retry</c>.</summary>
    public void Retry() => RunRetry.Run(Models(), Lake.Artifacts, time: time, cancel: cancel);

    /// <summary><see cref="Ingest"/>, then <see cref="Build"/> of what changed.</summary>
    public void Load()
    {
        Ingest();
        Build();
    }

    private ModelProject Models() => Project.ModelsIn(Lake);
}
