using DuckDB.NET.Data;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>
/// Loading as a declaration: the tables to load, and the state of each kept between runs. A run extracts each resource into
/// a load package, a folder of Parquet files, and loads it from there in one commit of its Delta table, which also holds the
/// package's number: after a stop at any point the next run goes on without doubling or losing a row. The cursor is read off
/// the table itself, so that it can't part from the rows; <c>pipeline_runs</c> in the warehouse is the history. For deliveries
/// of files under a contract, with rejects and a manifest, see <see cref="Bronze.BronzeIngestion"/>.
/// </summary>
public sealed record Pipeline(string Name, IReadOnlyList<Resource> Resources)
{
    /// <summary>
    /// Databases to read from, by the name that queries call them: a DuckDB file, or what else DuckDB's ATTACH takes. Values
    /// may name environment variables, <c>${NAME}</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Databases { get; init; } = new Dictionary<string, string>();

    /// <summary>How long to wait for another run on the same lake.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Stamps the history and the Delta commits, and measures pauses that a server asks for.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Load packages that stay to be looked at; older ones go.</summary>
    public int KeptPackages { get; init; } = 10;

    /// <summary>Called before each step with its name; the tests stop a run at every one.</summary>
    internal Action<string> Step { get; init; } = _ => { };

    /// <summary>
    /// A pipeline in YAML: <c>pipeline</c> (the name), <c>databases</c> and <c>resources</c>, each with a <c>name</c>, a
    /// source (<c>rest</c>, <c>files</c>, or <c>sql</c> alone) and what <see cref="Resource"/> has: <c>sql</c>, <c>key</c>,
    /// <c>disposition</c>, <c>cursor</c>, <c>lookback</c>, <c>newColumns</c>, <c>children</c>. Paths are relative to the file.
    /// </summary>
    /// <exception cref="WorkbookException">There is no such file, or it is no pipeline that can be run: every fault with file and line.</exception>
    public static Pipeline Read(string file) => PipelineFile.Read(file);

    /// <summary>This pipeline's load packages that are still in the lake, oldest first; none where it never ran.</summary>
    /// <exception cref="WorkbookException">A package's record is damaged.</exception>
    public IReadOnlyList<LoadPackage> Packages(string lake) => LoadPackage.List(new LakeFolder(lake), Name);

    /// <summary>
    /// Loads every resource in order. A fault leaves those before it loaded. Running again goes on from there: first what
    /// was extracted is loaded, then the resources are asked anew, except those that append without a cursor and were
    /// loaded in the run that failed.
    /// </summary>
    /// <param name="connection">Runs the resources' queries.</param>
    /// <param name="progress">Told of packages taken up, and of pauses that a server asks for.</param>
    /// <returns>Each load, those of packages that were taken up first.</returns>
    /// <exception cref="WorkbookException">A declaration is wrong, a delivery doesn't fit its table, or another run has the lake.</exception>
    public IReadOnlyList<LoadedResource> Run(DuckDBConnection connection, string lake, IProgress<string>? progress = null, CancellationToken cancel = default) =>
        Within(connection, lake, progress, load => load.Run(), cancel);

    /// <summary>
    /// Loads what the newest package holds and its table doesn't, without asking any source: rows that a stopped run
    /// extracted, and rows that were refused, in case the declaration takes them now.
    /// </summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    public IReadOnlyList<LoadedResource> Resume(DuckDBConnection connection, string lake, IProgress<string>? progress = null, CancellationToken cancel = default) =>
        Within(connection, lake, progress, load => load.Resume(), cancel);

    private IReadOnlyList<LoadedResource> Within(DuckDBConnection connection, string lake, IProgress<string>? progress, Func<PipelineLoad, IReadOnlyList<LoadedResource>> work, CancellationToken cancel)
    {
        DeclarationCheck.Require(this);
        var folder = new LakeFolder(lake);
        using var writer = RunLock.Take(folder, LockWait, progress, cancel);
        using var attached = new AttachedDatabases(connection, this);
        return work(new PipelineLoad(this, connection, folder, progress, cancel));
    }
}
