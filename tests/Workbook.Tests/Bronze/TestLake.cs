using DuckDB.NET.Data;
using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Retail;
using Workbook.Tests.Database;

namespace Workbook.Tests.Bronze;

/// <summary>A raw folder and a lake of a test's own.</summary>
internal sealed class TestLake : IDisposable
{
    private readonly TempFolder _folder = new();

    public TestLake() => Directory.CreateDirectory(Raw);

    public string Raw => _folder.File("raw");

    public LakeFolder Lake => new(_folder.File("lake"));

    public IngestionOptions Options => new() { Raw = Raw, Lake = Lake.Path, Sources = RetailSources.All, LockWait = TimeSpan.FromMilliseconds(300) };

    /// <summary>A copy of a generated raw folder, so that a test may change it.</summary>
    public static TestLake Of(string raw)
    {
        var lake = new TestLake();
        foreach (var file in Directory.EnumerateFiles(raw, "*", SearchOption.AllDirectories))
            lake.Put(Path.GetRelativePath(raw, file), File.ReadAllBytes(file));
        return lake;
    }

    public void Put(string relative, byte[] content)
    {
        var path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public void Put(string relative, string content) => Put(relative, System.Text.Encoding.UTF8.GetBytes(content));

    public string PathOf(string relative) => Path.Combine(Raw, relative);

    public IngestionSummary Ingest(params SourceContract[] sources) =>
        BronzeIngestion.Run(sources.Length == 0 ? Options : Options with { Sources = sources });

    public IReadOnlyList<ReplayedSource> Replay(params SourceContract[] sources) => RejectReplay.Run(Options with { Sources = sources });

    public DeltaSnapshot Table(string source) => DeltaTable.Open(Lake.BronzeTable(source)).Snapshot();

    public IReadOnlyList<ManifestEntry> Manifest => new Manifest(Lake.Warehouse).Read();

    public T Scalar<T>(string sql)
    {
        using var connection = WorkbookDatabase.Open();
        return connection.Scalar<T>(sql);
    }

    public void Execute(string sql)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute(sql);
    }

    public List<string> Rows(string sql)
    {
        using var connection = WorkbookDatabase.Open();
        return connection.Query($"SELECT CAST(row AS VARCHAR) FROM ({sql}) row ORDER BY ALL", row => row.GetString(0));
    }

    /// <summary>As <c>column.reason</c>, with the physical line.</summary>
    public List<string> Rejects(string source) => RejectStore.Files(Lake, source).Count == 0 ? [] :
        Rows($"SELECT src_line, column_name || '.' || reason AS code, raw_text FROM read_parquet('{Lake.RejectsOf(source)}/*.parquet')");

    /// <summary>What a lake holds, whatever its files are called and whenever it was written.</summary>
    public List<string> Content(string source)
    {
        var bronze = Exists(source) ? Rows($"SELECT * EXCLUDE (ingestion_ts) FROM {Table(source).ScanSql()}") : [];
        return [.. bronze, .. Rejects(source)];
    }

    public bool Exists(string source) => DeltaTable.Exists(Lake.BronzeTable(source));

    public void Dispose() => _folder.Dispose();
}
