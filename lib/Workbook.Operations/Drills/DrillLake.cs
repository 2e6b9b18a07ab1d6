using Workbook.Bronze;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Drills;

/// <summary>The copy that is broken and mended. Its recoveries are the library calls behind the commands that the runbook names.</summary>
internal sealed class DrillLake(string folder, bool withTests, TimeProvider time, CancellationToken cancellation)
{
    public const int NewDays = 2;

    public string Raw => Path.Combine(folder, "raw");

    public LakeFolder Lake => new(Path.Combine(folder, "lake"));

    /// <summary>The dbt project: a copy, so that models can be broken, too.</summary>
    public string Project => Path.Combine(folder, "dbt");

    public string Backup => Path.Combine(folder, "backup.duckdb");

    public TimeProvider Time => time;

    public IncrementTarget Target => new(Raw, Lake, Project) { Time = time };

    private IngestionOptions Ingestion => new() { Raw = Raw, Lake = Lake.Path, Time = time };

    /// <summary>Two more days arrive, with a file that is late.</summary>
    public void Deliver() => Increment.Generate(Raw, NewDays, late: true, cancellation);

    public void Ingest() => BronzeIngestion.Run(Ingestion, cancellation: cancellation);

    public void Repair() => BronzeRepair.Run(Ingestion, cancellation: cancellation);

    /// <summary><c>workbook dbt build --changed</c>, or with a selection and without <c>--changed</c>.</summary>
    public RunSummary Build(params string[] select) => ModelRunner.Run(
        Models(),
        new RunOptions { ReuseUnchanged = select.Length == 0, Select = select, ResourceTypes = withTests ? [] : ["model", "seed", "snapshot"], TargetPath = RetailProject.TargetPath(Lake) },
        time: time, cancellation: cancellation);

    /// <summary><c>workbook dbt retry</c>.</summary>
    public void Retry() => RunRetry.Run(Models(), RetailProject.TargetPath(Lake), time: time, cancellation: cancellation);

    public void Load()
    {
        Ingest();
        Build();
    }

    private ModelProject Models() => ModelProject.Read(RetailProject.Options(Project, Lake));
}
