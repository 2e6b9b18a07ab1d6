using Workbook.Bronze;
using Workbook.Dashboards;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Operations.Checks;
using Workbook.Operations.Increments;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Orchestration;
using Workbook.Operations.Storage;
using Workbook.Query;

namespace TinyCompany;

/// <summary>Folders have the names that people give them.</summary>
public sealed class PathTests : IDisposable
{
    /// <summary>Windows can't name <c>*</c>. No <c>?</c>: DuckDB puts the log of a database before it, in another folder.</summary>
    private static readonly string Odd = OperatingSystem.IsWindows() ? "a b[1]'ö 日本" : "a b[1]*'ö 日本";

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-paths-").FullName;

    [Fact]
    public void A_lake_in_a_folder_of_any_name_is_as_good_as_in_a_plain_one()
    {
        var plain = Lived("plain");
        // What "b[1]*" would mean as a pattern.
        Lived("a b1 plain 'ö 日本");
        Assert.Equal(plain, Lived(Odd));
    }

    /// <summary>From raw files to a page, another day, a repair, and what takes care of storage.</summary>
    private string Lived(string name)
    {
        var (raw, lake) = (Path.Combine(_folder, name, "raw"), new LakeFolder(Path.Combine(_folder, name, "lake")));
        Bakery.Deliver(raw);
        var pipeline = Bakery.PipelineOf(raw, lake);
        var run = PipelineRunner.Run(pipeline.Graph, lake, new PipelineOptions { Watermark = pipeline.Watermark });
        Assert.True(run.IsSuccess, string.Join('\n', run.Tasks.Where(task => task.Verdict != TaskVerdict.Succeeded).Select(task => $"{task.Task}: {task.Message}")));

        var day = Directory.CreateDirectory(Path.Combine(raw, "bakes", "bake_dt=2025-03-13")).FullName;
        File.WriteAllText(Path.Combine(day, "part-1.csv"), "bake_id,baked_at,product_id,pieces,price\n999,2025-03-13T01:00:00Z,1,5,2.50\n998,2025-03-13T02:00:00Z,1,-5,2.50\n");
        var target = new IncrementTarget(raw, lake, Bakery.Project);
        Assert.True(Increment.Load(target).IsSuccess);
        Assert.Equal("", string.Join('\n', LakeChecks.All.SelectMany(check => check.Find(target))));

        // A data file is lost, and comes back from the raw files.
        var bakes = DeltaTable.Open(lake.BronzeTable("bakes"));
        File.Delete(bakes.Snapshot().LocalPath(bakes.Snapshot().Files[0]));
        BronzeRepair.Run(new IngestionOptions { Raw = raw, Lake = lake.Path, Sources = Bakery.Project.Sources });

        using var own = WorkbookDatabase.Open();
        bakes.Optimize(own);
        bakes.Checkpoint();
        bakes.Vacuum(TimeSpan.Zero, force: true);

        using var connection = LakeConnection.Open(lake.Path);
        return string.Join('\n',
        [
            .. pipeline.Measured!.Results.Select(result => $"{result.Monitor.Name} {result.Status} {(result.Monitor.Topic == "loaded" ? null : result.Value)} {result.Offending}"),
            .. StorageReport.Measure(raw, lake, Bakery.Project.Sources).Tables.Select(table => $"{table.Layer} {table.Table} {table.Rows}"),
            .. bakes.Read(where: "pieces > 5", columns: "bake_id").Get<long>("bake_id").Order().Select(id => $"{id}"),
            .. connection.Connection.Query("SELECT t::VARCHAR FROM gold.fct_bakes AS t ORDER BY ALL", row => row.GetString(0)),
            .. connection.Connection.Query("SELECT raw_text FROM rejects.bakes ORDER BY ALL", row => row.GetString(0)),
            .. connection.Connection.Query("SELECT count(*)::VARCHAR FROM warehouse.silver.int_bakes", row => row.GetString(0)),
            string.Join(' ', Dashboard.Build(Bakery.Dashboard, lake).Tile("kinds").Rows(new SlicerState("all")).Select(row => $"{row["category"]} {row["pieces"]}")),
        ]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
