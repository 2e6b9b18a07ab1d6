using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Pipelines;
using Workbook.Tests.Database;

namespace Workbook.Tests.Pipelines;

/// <summary>A run that stops between any two steps, and is run again, leaves what an undisturbed one leaves.</summary>
public sealed class StoppedRunTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("append", false)]
    [InlineData("append by cursor", true)]
    [InlineData("merge with a child table", false)]
    [InlineData("merge with a child table", true)]
    [InlineData("files", true)]
    public void A_stop_before_any_step_neither_doubles_nor_loses_a_row(string kind, bool hasTable)
    {
        Deliver(1, kind);
        if (hasTable)
            Run(kind, "begun", _ => { });
        Deliver(2, kind);
        var steps = new List<string>();
        Run(kind, "undisturbed", steps.Add, hasTable);
        var expected = State("undisturbed");
        Assert.Contains("t: rows", steps);

        foreach (var stop in steps.Distinct())
        {
            Assert.Throws<StoppedException>(() => Run(kind, stop, step => Stop(step == stop), hasTable));
            Run(kind, stop, _ => { });
            Assert.Equal((stop, string.Join('\n', expected)), (stop, string.Join('\n', State(stop))));
            Assert.True(Packages(stop)[^1].IsFinished);
            using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = new LakeFolder(Lake(stop)).Warehouse });
            Assert.True(warehouse.Scalar<bool>("SELECT count(*) = count(DISTINCT (resource, package)) FROM pipeline_runs"), stop);
        }
    }

    [Fact]
    public void What_was_extracted_is_loaded_though_the_source_has_it_no_more()
    {
        Deliver(1, "append");
        Assert.Throws<StoppedException>(() => Pipeline("append", step => Stop(step == "t: plan")).Run(_connection, Lake("lake")));
        Assert.Equal([PackageState.Extracted, PackageState.Waiting], Packages("lake")[^1].Resources.Select(resource => resource.State));
        _connection.Execute("DELETE FROM arrived");
        var loads = Pipeline("append", _ => { }).Resume(_connection, Lake("lake"));
        Assert.Equal([("t", 3)], loads.Select(load => (load.Resource, load.Rows)));
        Assert.Empty(Pipeline("append", _ => { }).Resume(_connection, Lake("lake")));
    }

    [Fact]
    public void Refused_rows_stay_in_their_package_and_are_loaded_once_the_declaration_takes_them()
    {
        var strict = new Resource("t", "SELECT * FROM arrived") { Cursor = "id", NewColumns = SchemaMode.Freeze };
        _connection.Execute("CREATE TABLE arrived AS SELECT 1 AS id");
        new Pipeline("test", [strict]).Run(_connection, Lake("lake"));
        _connection.Execute("CREATE OR REPLACE TABLE arrived AS SELECT 2 AS id, 'red' AS color");
        Assert.Throws<WorkbookException>(() => new Pipeline("test", [strict]).Run(_connection, Lake("lake")));
        var package = Packages("lake")[^1];
        Assert.Contains("which the table doesn't have, and its schema is frozen", package.Resources[0].Fault);
        Assert.Equal(PackageState.Refused, package.Resources[0].State);
        Assert.Equal(1, _connection.Scalar<long>($"SELECT count(*) FROM '{package.RowsOf("t")}' WHERE color = 'red'"));
        _connection.Execute("DROP TABLE arrived");
        Assert.Equal(1, new Pipeline("test", [strict with { NewColumns = SchemaMode.Evolve }]).Resume(_connection, Lake("lake")).Single().Rows);
    }

    [Fact]
    public void Packages_beyond_those_kept_go_and_numbers_go_on()
    {
        _connection.Execute("CREATE TABLE arrived AS SELECT 1 AS id");
        var pipeline = new Pipeline("test", [new Resource("t", "SELECT * FROM arrived")]) { KeptPackages = 2 };
        for (var run = 0; run < 4; run++)
            pipeline.Run(_connection, Lake("lake"));
        Assert.Equal([3, 4], Packages("lake").Select(package => package.Number));
        Directory.Delete(new LakeFolder(Lake("lake")).Pipelines, recursive: true);
        Assert.Equal(5, pipeline.Run(_connection, Lake("lake"))[0].Package);
        Assert.Equal(5, _connection.Scalar<long>($"SELECT count(*) FROM {Scan("lake", "t")}"));
    }

    [Fact]
    public void Rows_of_a_resource_that_is_declared_no_more_are_not_passed_over()
    {
        Deliver(1, "append");
        Assert.Throws<StoppedException>(() => Pipeline("append", step => Stop(step == "t: plan")).Run(_connection, Lake("lake")));
        var fault = Assert.Throws<WorkbookException>(() => new Pipeline("test", [new Resource("other", "SELECT 1 AS x")]).Run(_connection, Lake("lake")));
        Assert.Contains("holds 3 rows of 't' that are not loaded, and the pipeline declares no such resource any more", fault.Message);
    }

    private static void Stop(bool now)
    {
        if (now)
            throw new StoppedException();
    }

    private void Run(string kind, string lake, Action<string> step, bool isBegun = false)
    {
        foreach (var file in isBegun ? Directory.EnumerateFiles(Lake("begun"), "*", SearchOption.AllDirectories) : [])
        {
            var copy = Path.Combine(Lake(lake), Path.GetRelativePath(Lake("begun"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Pipeline(kind, step).Run(_connection, Lake(lake));
    }

    private Pipeline Pipeline(string kind, Action<string> step) => new("test", kind == "append" ? [Resource(kind), new Resource("second", "SELECT * FROM arrived")] : [Resource(kind)]) { Step = step };

    private Resource Resource(string kind) => kind switch
    {
        "append" => new Resource("t", "SELECT * FROM arrived"),
        "append by cursor" => new Resource("t", "SELECT * FROM arrived") { Cursor = "tick" },
        "merge with a child table" => new Resource("t", "SELECT id, tick, name, [{'sku': name, 'n': id}, {'sku': 'x', 'n': tick}] AS lines FROM arrived") { PrimaryKey = ["id"], Cursor = "tick", Disposition = WriteDisposition.Merge, ChildTables = ["lines"] },
        "files" => new Resource("t", new FileSource(_folder.File("in/*.csv"))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private void Deliver(int day, string kind)
    {
        _connection.Execute("CREATE OR REPLACE TABLE arrived AS SELECT * FROM (VALUES (1, 5, 'a'), (2, 5, 'b'), (2, 5, 'b')) v(id, tick, name)");
        if (kind.StartsWith("merge", StringComparison.Ordinal))
            _connection.Execute("CREATE OR REPLACE TABLE arrived AS SELECT DISTINCT * FROM arrived");
        Directory.CreateDirectory(_folder.File("in"));
        File.WriteAllText(_folder.File("in/a.csv"), "id,name\n1,a\n2,b\n");
        File.SetLastWriteTimeUtc(_folder.File("in/a.csv"), new DateTime(2024, 1, 1));
        File.Delete(_folder.File("in/b.csv"));
        if (day == 1)
            return;
        _connection.Execute("INSERT INTO arrived VALUES (3, 5, 'c'), (4, 6, 'd')");
        if (kind.StartsWith("merge", StringComparison.Ordinal))
            _connection.Execute("UPDATE arrived SET name = 'bb' WHERE id = 2");
        if (kind == "append by cursor")
            _connection.Execute("CREATE OR REPLACE TABLE arrived AS SELECT id::BIGINT AS id, tick, name, 'x' AS more FROM arrived");
        File.WriteAllText(_folder.File("in/a.csv"), "id,name\n1,aa\n");
        File.SetLastWriteTimeUtc(_folder.File("in/a.csv"), new DateTime(2024, 1, 2));
        File.WriteAllText(_folder.File("in/b.csv"), "id,name\n9,z\n");
        File.SetLastWriteTimeUtc(_folder.File("in/b.csv"), new DateTime(2024, 1, 2));
    }

    private IReadOnlyList<LoadPackage> Packages(string lake) => new Pipeline("test", []).Packages(Lake(lake));

    private List<string> State(string lake) => [.. ((string[])["t", "t_lines", "second"]).Where(table => DeltaTable.Exists(new LakeFolder(Lake(lake)).BronzeTable(table)))
        .SelectMany(table => _connection.Query($"SELECT '{table} ' || CAST(t AS VARCHAR) FROM {Scan(lake, table)} t ORDER BY 1", row => row.GetString(0)))];

    private string Lake(string name) => _folder.File(name.Replace(':', ' '));

    private string Scan(string lake, string table) => DeltaTable.Open(new LakeFolder(Lake(lake)).BronzeTable(table)).Snapshot().ScanSql();

    private sealed class StoppedException : Exception;
}
