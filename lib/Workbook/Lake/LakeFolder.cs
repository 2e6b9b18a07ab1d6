namespace Workbook.Lake;

/// <summary>Where things lie in a lake.</summary>
public sealed record LakeFolder
{
    /// <param name="path">Made absolute.</param>
    public LakeFolder(string path) => Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>Absolute, without a separator at its end.</summary>
    public string Path { get; }

    /// <summary>One Delta table for each source.</summary>
    public string BronzeTables => Inside("bronze", "delta");

    /// <summary>Parquet files below a folder for each source.</summary>
    public string Rejects => Inside("_rejects");

    /// <summary>The contracts of sources that came with a file of their own, as they were last ingested.</summary>
    public string Contracts => Inside("_contracts");

    /// <summary>What an ingestion is committing at this moment; empty when none is.</summary>
    public string Journal => Inside("_ingest");

    /// <summary>Load packages of declared pipelines: a folder for each pipeline, in it one for each run.</summary>
    public string Pipelines => Inside("_pipelines");

    /// <summary>The silver models as Parquet, a folder for each table.</summary>
    public string Silver => Inside("silver");

    /// <summary>The gold models as Parquet, a folder for each table.</summary>
    public string Gold => Inside("gold");

    /// <summary>A DuckDB file: the tables of all models, the manifest of the raw files, and the history of loads.</summary>
    public string Warehouse => Inside("warehouse.duckdb");

    /// <summary>What dbt calls the target path: manifest, run results and logs of the models built in this lake. One project may be built in several.</summary>
    public string Artifacts => Inside("_dbt");

    /// <summary>What each run of the pipeline set out to do and did, and what was told of it.</summary>
    public string Runs => Inside("_runs");

    /// <summary>Delta tables of what the monitors measured, evaluation by evaluation.</summary>
    public string Monitor => Inside("_monitor");

    /// <summary>Says which generated data the lake is made of: its seed and scale.</summary>
    public string WorldFile => Inside("_world.json");

    /// <summary>Data of other seeds and scales: a folder for each, with raw files and a lake of its own.</summary>
    public string Worlds => Inside("_worlds");

    /// <summary>Held by the run that writes to the lake.</summary>
    public string LockFile => Inside("_run.lock");

    /// <summary>The process id of the run that holds the lock; gone when it ends well.</summary>
    public string ProcessFile => Inside("_run.pid");

    /// <summary>The folder of a source's Delta table.</summary>
    public string BronzeTable(string source) => Inside("bronze", "delta", source);

    /// <summary>The same files as the Delta table's newest version, for tools that read plain Parquet.</summary>
    public string BronzeParquet(string source) => Inside("bronze", "parquet", source);

    /// <summary>The folder of a silver model's Parquet files.</summary>
    public string SilverTable(string model) => Inside("silver", model);

    /// <summary>The folder of a gold model's Parquet files.</summary>
    public string GoldTable(string model) => Inside("gold", model);

    /// <summary>The folder of a source's rejected rows.</summary>
    public string RejectsOf(string source) => Inside("_rejects", source);

    private string Inside(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
