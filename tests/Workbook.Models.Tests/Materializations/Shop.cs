using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Tests.Materializations;

/// <summary>A database in memory, or in a file of a temporary folder, and models that are built in it.</summary>
internal sealed class Shop : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-models-").FullName;

    internal Shop(bool inFile = false)
    {
        File = inFile ? Path.Combine(_folder, "shop.duckdb") : null;
        Connection = Open();
    }

    internal string? File { get; }

    internal DuckDBConnection Connection { get; }

    internal DuckDBConnection Open() => WorkbookDatabase.Open(new DatabaseOptions { Path = File });

    internal string At(string name) => Path.Combine(_folder, name);

    internal Relation Relation(string name) => new(File is null ? "memory" : "shop", "main", name);

    internal ModelBuild Model(string name, string sql, string materialized = "table") =>
        new() { Target = Relation(name), Sql = sql, Materialized = materialized };

    internal ModelBuild Incremental(string sql, string strategy, params string[] key) =>
        Model("orders", sql, "incremental") with { Incremental = new IncrementalOptions { Strategy = strategy, UniqueKey = key } };

    internal ModelBuild External(string sql, ExternalOptions options, params string[] key) =>
        Model("orders", sql, "external") with { External = options, Incremental = new IncrementalOptions { UniqueKey = key } };

    internal BuildOutcome Build(ModelBuild build) => ModelMaterialization.Build(Connection, build);

    /// <summary>Rows as "1|a", sorted; NULL as "-".</summary>
    internal string[] Rows(string relation = "orders", string columns = "*") => [.. Read($"SELECT {columns} FROM {relation}").Order(StringComparer.Ordinal)];

    internal List<string> Read(string sql) => Connection.Query(sql, row => string.Join("|",
        Enumerable.Range(0, row.FieldCount).Select(at => row.IsDBNull(at) ? "-" : Convert.ToString(row.GetValue(at), null))));

    public void Dispose()
    {
        Connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
