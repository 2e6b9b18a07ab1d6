using DuckDB.NET.Data;
using Workbook.Bronze;
using Workbook.Database;
using Workbook.Generation;
using Workbook.Lake;

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

    public LakeFolder Lake => new(LakePath);

    /// <summary>In memory, with the lake's tables as views <c>bronze.…</c>, <c>silver.…</c>, <c>gold.…</c>, <c>rejects.…</c>; call <see cref="Refresh"/> after writing.</summary>
    public DuckDBConnection Connection => _lake.Value.Connection;

    /// <summary>Brings the views up to what lies in the lake now. SQL cells do it by themselves.</summary>
    public void Refresh() => _lake.Value.Refresh();

    /// <summary>One value of a query over the lake.</summary>
    public T Scalar<T>(string sql)
    {
        Refresh();
        return Connection.Scalar<T>(sql);
    }

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
        return GenerationState.Holds(options) ? null : DataGenerator.Generate(options, cancellation: cancellation);
    }

    /// <summary>Brings bronze up to the raw files, generating those first if need be. Files of another world go, with their rows.</summary>
    public IngestionSummary EnsureBronze(CancellationToken cancellation = default)
    {
        EnsureRaw(cancellation);
        return BronzeIngestion.Run(new IngestionOptions { Raw = Raw, Lake = LakePath, Prune = true }, cancellation: cancellation);
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
