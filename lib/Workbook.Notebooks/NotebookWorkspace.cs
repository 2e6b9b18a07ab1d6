using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Query;
using Workbook.Reconciliation;

namespace Workbook.Notebooks;

/// <summary>Where a notebook works: its folders, its world's seed and scale, and the DuckDB that C# and SQL cells share.</summary>
public sealed class NotebookWorkspace : IDisposable
{
    private readonly Lazy<LakeConnection> _lake;
    private string _home;

    /// <param name="root">Folder of the project; relative paths below are in it.</param>
    public NotebookWorkspace(string root)
    {
        Root = _home = Path.GetFullPath(root);
        Raw = Path.Combine(Root, "data_raw");
        LakePath = Path.Combine(Root, "lake");
        _lake = new Lazy<LakeConnection>(Open);
    }

    /// <summary>Of the project, as a full path.</summary>
    public string Root { get; }

    /// <summary>Raw files; change it before the first query.</summary>
    public string Raw { get; set; }

    /// <summary>The lake's folder; change it before the first query.</summary>
    public string LakePath { get; set; }

    /// <summary>Of the data that cells generate.</summary>
    public ulong Seed { get; set; } = 42;

    /// <summary>Of the data that cells generate; 1.0 is the whole world.</summary>
    public double Scale { get; set; } = 0.01;

    /// <summary>About what Jupyter's own server lets through in a second.</summary>
    public const long UsualOutputLimit = 1_000_000;

    /// <summary>Characters that one cell may write; what is beyond is counted, not shown. 0 for no limit.</summary>
    public long OutputLimit { get; set; } = UsualOutputLimit;

    /// <summary>What lies at <see cref="LakePath"/>; it need not be there yet.</summary>
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

    /// <summary>Makes another folder the lake, as long as nothing has been asked of this one.</summary>
    /// <param name="home">Where files lie that SQL names by their relative paths, from then on; <see cref="Root"/> unless it is given.</param>
    /// <exception cref="WorkbookException">This notebook has asked the present lake already.</exception>
    public void MoveTo(string lake, string? home = null)
    {
        if (_lake.IsValueCreated && LakePath != lake)
            throw new WorkbookException($"This notebook has asked {LakePath} already, and now wants {lake}. Open another lake before the first query, or restart the kernel.");
        LakePath = lake;
        _home = home ?? Root;
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
        // SQL cells name files as they lie in the project (or in its own world), wherever the notebook lies.
        lake.Connection.Execute($"SET file_search_path = {Sql.Literal(_home)}");
        return lake;
    }

    /// <summary>Closes DuckDB, where anything was asked of it.</summary>
    public void Dispose()
    {
        if (_lake.IsValueCreated)
            _lake.Value.Dispose();
    }
}
