namespace Workbook.Lake;

/// <summary>Where things lie in a lake.</summary>
public sealed record LakeFolder
{
    /// <param name="path">Made absolute.</param>
    public LakeFolder(string path) => Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    public string Path { get; }

    /// <summary>One Delta table for each source.</summary>
    public string BronzeTables => Inside("bronze", "delta");

    /// <summary>Parquet files below a folder for each source.</summary>
    public string Rejects => Inside("_rejects");

    public string Silver => Inside("silver");

    public string Gold => Inside("gold");

    public string Warehouse => Inside("warehouse.duckdb");

    /// <summary>There while a run works on the lake; its text is the process id.</summary>
    public string LockFile => Inside("_run.lock");

    private string Inside(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);
}
