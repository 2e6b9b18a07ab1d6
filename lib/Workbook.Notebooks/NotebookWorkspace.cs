using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Acme;
using Workbook.Bronze;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Query;
using Workbook.Reconciliation;
using Workbook.Retail;
using Workbook.Retail.Generation;

namespace Workbook.Notebooks;

/// <summary>Where a notebook works: its folders, its world's seed and scale, and the DuckDB that C# and SQL cells share.</summary>
public sealed class NotebookWorkspace : IDisposable
{
    private readonly Lazy<LakeConnection> _lake;

    /// <param name="root">Folder of the project; relative paths below are in it.</param>
    public NotebookWorkspace(string root)
    {
        Root = Path.GetFullPath(root);
        Raw = Path.Combine(Root, "data_raw");
        LakePath = Path.Combine(Root, "lake");
        _lake = new Lazy<LakeConnection>(Open);
    }

    public string Root { get; }

    /// <summary>Raw files; change it before the first query.</summary>
    public string Raw { get; set; }

    /// <summary>The lake's folder; change it before the first query.</summary>
    public string LakePath { get; set; }

    public ulong Seed { get; set; } = 42;

    public double Scale { get; set; } = 0.01;

    /// <summary>About what Jupyter's own server lets through in a second.</summary>
    public const long UsualOutputLimit = 1_000_000;

    /// <summary>Characters that one cell may write; what is beyond is counted, not shown. 0 for no limit.</summary>
    public long OutputLimit { get; set; } = UsualOutputLimit;

    public LakeFolder Lake => new(LakePath);

    /// <summary>In memory, with the lake's tables as views <c>bronze.…</c>, <c>silver.…</c>, <c>gold.…</c>, <c>rejects.…</c>; call <see cref="Refresh"/> after writing.</summary>
    public DuckDBConnection Connection => _lake.Value.Connection;

    /// <summary>Brings the views up to what lies in the lake now. SQL cells do it by themselves.</summary>
    public void Refresh() => _lake.Value.Refresh();

    /// <summary>One value of a query over the lake.</summary>
    public T Scalar<T>(string sql) => Ask(sql, () => Connection.Scalar<T>(sql));

    /// <summary>The rows of a query over the lake; as in SQL cells, one that names <c>warehouse</c> sees snapshots and staging too: <c>warehouse.snapshots.snap_products</c>.</summary>
    public SqlRows Query(string sql) => Ask(sql, () => SqlRows.Read(Connection, sql));

    /// <summary>What a query did, step by step, while it ran.</summary>
    public QueryPlan Explain(string sql) => Ask(sql, () => QueryPlan.Of(Connection, sql));

    /// <summary>Compares two sides and gives each difference a cause; queries may name <c>warehouse</c>, as in SQL cells.</summary>
    public ReconciliationReport Reconcile(ReconciliationSpec spec) => Ask("warehouse", () => Reconciler.Run(Connection, spec));

    /// <summary>How long a query takes until its last row is here: milliseconds, the best of some runs.</summary>
    public double Time(string sql, int runs = 5) => Ask(sql, () => Enumerable.Range(0, runs).Min(_ =>
    {
        var clock = Stopwatch.StartNew();
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            reader.GetValue(0);
        return Math.Round(clock.Elapsed.TotalMilliseconds, 2);
    }));

    /// <summary>Stops what the connection is at; from any thread.</summary>
    internal void InterruptQueries()
    {
        if (_lake.IsValueCreated)
            Connection.NativeConnection.Interrupt();
    }

    /// <summary>Writes the raw files of this seed and scale, unless they are there.</summary>
    /// <returns>What was generated; null where it was there already.</returns>
    public GenerationSummary? EnsureRaw(CancellationToken cancellation = default)
    {
        var options = new GenerationOptions { Output = Raw, Seed = Seed, Scale = Scale };
        return GenerationState.Holds(options) ? null : DataGenerator.Generate(options, cancel: cancellation);
    }

    /// <summary>Brings bronze up to the raw files, generating those first if need be. Files of another world go, with their rows.</summary>
    public IngestionSummary EnsureBronze(CancellationToken cancellation = default)
    {
        EnsureRaw(cancellation);
        return BronzeIngestion.Run(new IngestionOptions { Raw = Raw, Lake = LakePath, Sources = RetailSources.All, Prune = true }, cancel: cancellation);
    }

    /// <summary>The retailer's dbt project for this lake, as its files are now.</summary>
    public ModelProject Models => RetailProject.Find(Root).ModelsIn(Lake);

    /// <summary>
    /// Brings silver, snapshots and gold up to bronze, filling that first if need be, and tests them. What bronze has
    /// withdrawn since, such as another world's files, leaves them too: then all is built anew, history included.
    /// </summary>
    /// <returns>What was done. A failed test is something to look at: it stops nothing here.</returns>
    public ModelLayers EnsureModels(CancellationToken cancellation = default)
    {
        EnsureBronze(cancellation);
        if (WithdrawnRows.Exist(RetailProject.Find(Root), Lake))
            WithdrawnRows.DropModels(Lake);
        // Not one build: there, a failed test keeps what stands on it from being built.
        var built = RunModels(new ModelRunOptions { ReuseUnchanged = true, ResourceTypes = ["model", "seed", "snapshot"] }, cancellation);
        var tested = RunModels(new ModelRunOptions { ReuseUnchanged = true, Command = "test" }, cancellation);
        return new ModelLayers(Models, [.. built.Results, .. tested.Results]);
    }

    /// <summary>What <see cref="OpenAcme"/> opened last.</summary>
    public AcmeProject? Acme { get; private set; }

    /// <summary>
    /// A fresh copy of Acme's project at one stage of its history, with the data of that day. The notebook's lake is then
    /// Acme's: SQL asks <c>warehouse.marts.…</c> once the project is built.
    /// </summary>
    /// <param name="stage">A folder of <c>lib/acme</c>, or its number.</param>
    /// <exception cref="WorkbookException">There is no such stage, or this notebook has asked another lake already.</exception>
    public AcmeProject OpenAcme(string stage, DateOnly today, double scale = 1, CancellationToken cancellation = default)
    {
        var lake = Path.Combine(Root, "lake", "acme", $"{stage.Split('_')[0]}");
        if (_lake.IsValueCreated && LakePath != lake)
            throw new WorkbookException($"This notebook has asked {LakePath} already. Open Acme's project before the first query, or restart the kernel.");
        LakePath = lake;
        return Acme = AcmeProject.Open(Root, stage, Lake, today, Seed, scale, cancellation);
    }

    /// <summary>Runs the project as the options say; what fails is in the results.</summary>
    public ModelLayers RunModels(ModelRunOptions options, CancellationToken cancellation = default)
    {
        var project = Models;
        var summary = ModelRunner.Run(project, options with { TargetPath = Lake.Artifacts }, cancel: cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new ModelLayers(project, summary.Results);
    }

    private T Ask<T>(string sql, Func<T> question)
    {
        Refresh();
        using var warehouse = sql.Contains("warehouse", StringComparison.OrdinalIgnoreCase) ? LakeConnection.AttachWarehouse([]) : null;
        return question();
    }

    internal LakeConnection LakeConnection => _lake.Value;

    /// <summary>
    /// The project's folder: the nearest one upwards of <paramref name="start"/> that holds Workbook.sln, a lake or
    /// data_raw; otherwise <paramref name="start"/> itself.
    /// </summary>
    public static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(start)); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Workbook.sln")) || Directory.Exists(Path.Combine(folder.FullName, "lake")) || Directory.Exists(Path.Combine(folder.FullName, "data_raw")))
                return folder.FullName;
        }

        return Path.GetFullPath(start);
    }

    private LakeConnection Open()
    {
        var lake = LakeConnection.Open(LakePath, new LakeConnectionOptions { AllowEmpty = true, Warehouse = false, ExternalAccess = true });
        // SQL cells name files as they lie in the project, wherever the notebook lies.
        lake.Connection.Execute($"SET file_search_path = {Sql.Literal(Root)}");
        return lake;
    }

    public void Dispose()
    {
        if (_lake.IsValueCreated)
            _lake.Value.Dispose();
    }
}
