using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>A temporary folder, a clock that only moves when told, ids that repeat from run to run, and a DuckDB to work with.</summary>
internal sealed class TestTable : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("delta-");
    private int _lastId;

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public DuckDBConnection Connection { get; } = WorkbookDatabase.Open(new DatabaseOptions());

    public DeltaOptions Options { get; init; }

    public string Folder => Path.Combine(_root.FullName, "table");

    public TestTable() => Options = new DeltaOptions { Time = Clock, NewId = NextId };

    public DeltaTable Create(string columns, params string[] partitionColumns)
    {
        Connection.Execute($"CREATE OR REPLACE TEMP TABLE __shape ({columns})");
        var schema = DeltaSchema.FromSql(Connection.Query("DESCRIBE __shape", row => (row.GetString(0), row.GetString(1))));
        return DeltaTable.Create(Folder, schema, partitionColumns, Options);
    }

    public string LogFile(long version) => Path.Combine(Folder, "_delta_log", $"{version:D20}.json");

    /// <summary>The rows as JSON texts, sorted: a multiset that xunit can print.</summary>
    public List<string> Rows(string relation) =>
        [.. Connection.Query($"SELECT CAST(to_json(r) AS VARCHAR) FROM (SELECT * FROM {relation}) r", row => row.GetString(0)).Order(StringComparer.Ordinal)];

    public List<string> Rows(DeltaSnapshot snapshot) => Rows(snapshot.ScanSql());

    public void Dispose()
    {
        Connection.Dispose();
        _root.Delete(recursive: true);
    }

    private Guid NextId() => new(Interlocked.Increment(ref _lastId), 0, 0, new byte[8]);
}

internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
